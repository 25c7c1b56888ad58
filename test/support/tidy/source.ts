import { join, posix } from "node:path";

/** One file of the project, its path relative to the root with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

/** A rule looks at the whole project and returns one sentence for each place that breaks it. */
export type TidyRule = (files: readonly SourceFile[]) => string[];

export const root = join(import.meta.dir, "..", "..", "..");

/** All files that git tracks or would track, binary ones with a text that is of no use but to tell them apart. */
export async function projectFiles(): Promise<SourceFile[]> {
  const listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout, success, stderr } = Bun.spawnSync(["git", ...listing], { cwd: root });
  if (!success) throw new Error(`git ls-files: ${stderr.toString()}`);
  const paths = stdout.toString().split("\0");
  const files = paths.map(async (path) => {
    const file = Bun.file(join(root, path));
    return path !== "" && (await file.exists()) ? [{ path, text: await file.text() }] : [];
  });
  return (await Promise.all(files)).flat();
}

export const isTypeScript = ({ path }: SourceFile): boolean => /\.tsx?$/.test(path);
export const isScript = ({ path }: SourceFile): boolean => /\.(tsx?|mjs)$/.test(path);

export const isIn = (path: string, ...folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** The text with comments and the contents of plain strings taken out, line by line as before. */
export const codeOf = ({ text }: SourceFile): string =>
  text.replace(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<![:\\])\/\/[^\n]*/g, (found) =>
    /^["']/.test(found) ? '""' : found.replace(/[^\n]/g, ""),
  );

export interface Import {
  /** The path within the project, or the package's name. */
  target: string;
  is_package: boolean;
  /** Whether only types come: such an import is gone at run time. */
  is_type: boolean;
  /** Whether it is loaded only when its line is reached. */
  is_dynamic: boolean;
}

const static_import = /(?:^|\n)\s*(?:import|export)\s+(?:(type)\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?"([^"]+)"/g;
const dynamic_import = /\bimport\(\s*"([^"]+)"/g;

/** Every import and re-export of a file. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const found = [...text.matchAll(static_import)].map(([, type, target = ""]) => ({
    ...targetOf(path, target),
    is_type: type !== undefined,
    is_dynamic: false,
  }));
  const dynamic = [...text.matchAll(dynamic_import)].map(([, target = ""]) => ({
    ...targetOf(path, target),
    is_type: false,
    is_dynamic: true,
  }));
  return [...found, ...dynamic];
}

function targetOf(from: string, target: string): { target: string; is_package: boolean } {
  if (target.startsWith(".")) return { target: posix.join(posix.dirname(from), target), is_package: false };
  return { target, is_package: true };
}
