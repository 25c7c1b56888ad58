import { type Import, importsOf, isIn, isTypeScript, type SourceFile, type TidyRule } from "./source.ts";

/** The page is loaded as text, or built; of what is in it the command line reads links and looks for near words alike. */
const page_for_cli = ["ui/build-page.ts", "ui/icons", "ui/text/chat-link.ts", "ui/text/nearest.ts"];

/** What only the server loads. */
export const server_folders = ["src/domain", "src/store", "src/bus", "src/system", "src/transport"];

/** What each layer may import, beside itself. The order is the order of the layers: imports go upwards in this list. */
const layers: Record<string, readonly string[]> = {
  "src/protocol": [],
  "src/os": [],
  "src/lan": ["src/protocol"],
  "src/domain": ["src/protocol"],
  "src/store": ["src/protocol", "src/domain"],
  "src/bus": ["src/protocol", "src/domain"],
  "src/system": ["src/protocol", "src/domain", "src/lan"],
  "src/transport": ["src/protocol", "src/domain"],
  "src/client": ["src/protocol", "src/lan", "src/os"],
  "src/cli": ["src", ...page_for_cli, "package.json"],
  "src/main.ts": ["src"],
  // Runs at build time, in Bun; what it bundles runs in the page.
  "ui/build-page.ts": ["ui"],
  ui: [],
};

/** Packages that belong to some layers only, so that no command loads what it does not need. */
const package_homes: Record<string, readonly string[]> = {
  "bun:sqlite": ["src/store", "src/client"], // the client takes only its locks
  "drizzle-orm": ["src/store"],
  "webview-bun": ["src/client"],
  "@peculiar/x509": ["src/system"],
  "ipaddr.js": ["src/system"],
  "reflect-metadata": ["src/system"],
  "multicast-dns": ["src/lan"],
  preact: ["ui"],
  "@preact/signals": ["ui"],
  htm: ["ui"],
  zod: ["src/protocol", "src/client", "src/domain", "src/lan"],
};

/** What the page may take from src/ at run time: files that need no package. */
const page_values: ReadonlySet<string> = new Set([
  "src/protocol/compact.ts",
  "src/protocol/frame.ts",
  "src/protocol/limits.ts",
  "src/protocol/own-server.ts",
  "src/protocol/preferences.ts",
  "src/protocol/errors.ts",
  "src/protocol/rules.ts",
  "src/protocol/search-query.ts",
]);

const layerOf = (path: string): string | undefined => Object.keys(layers).find((layer) => isIn(path, layer));

/** Imports go downwards only; ui/ takes types of src/protocol, and values of a few dependency-free files. */
export const layerRule: TidyRule = (files) =>
  eachImport(files, (file, layer, { target, is_package, is_type }) => {
    if (is_package) return misplacedPackage(layer, target);
    if (layer === "ui" && target === "ui/build-page.ts") return "imports what builds it";
    if (layer === "ui" && isIn(target, "src"))
      return page_values.has(target) || (is_type && isIn(target, "src/protocol"))
        ? undefined
        : `takes more than types of ${target}`;
    if (isIn(target, layer, ...(layers[layer] ?? []))) return undefined;
    return file.path.endsWith(".ts") ? `imports ${target}, which its layer may not` : undefined;
  });

function misplacedPackage(layer: string, target: string): string | undefined {
  const home = Object.entries(package_homes).find(([name]) => isIn(target, name))?.[1];
  if (layer === "ui" && /^(node|bun)(:|$)/.test(target)) return `imports ${target}, which no browser has`;
  if (home === undefined || home.includes(layer)) return undefined;
  return `imports ${target}, which only ${home.join(", ")} may`;
}

function eachImport(
  files: readonly SourceFile[],
  problemOf: (file: SourceFile, layer: string, found: Import) => string | undefined,
): string[] {
  return files.filter(isTypeScript).flatMap((file) => {
    const layer = layerOf(file.path);
    if (layer === undefined) return [];
    return importsOf(file).flatMap((found) => {
      const problem = problemOf(file, layer, found);
      return problem === undefined ? [] : [`${file.path} ${problem}`];
    });
  });
}

/** From `entry` none of the packages and folders is reached at run time without a dynamic import in between. */
export const unreachedRule =
  (entry: string, names: readonly string[]): TidyRule =>
  (files) => {
    const by_path = new Map(files.map((file) => [file.path, file]));
    if (!by_path.has(entry)) return [`${entry} is not there`];
    const problems: string[] = [];
    const roads = new Map([[entry, entry]]);
    for (const [path, road] of roads) {
      const file = by_path.get(path);
      for (const found of file === undefined || !isTypeScript(file) ? [] : importsOf(file)) {
        if (found.is_type || found.is_dynamic) continue;
        const further = `${road} > ${found.target}`;
        if (names.some((name) => isIn(found.target, name))) problems.push(further);
        // A Map hands out what is added while it is walked.
        if (!found.is_package && !roads.has(found.target)) roads.set(found.target, further);
      }
    }
    return problems;
  };

/** Every source file is named by another that is no test; `entries` are where programs begin. */
export const orphanRule =
  (entries: readonly string[]): TidyRule =>
  (files) => {
    const named = new Set([...entries, ...files.flatMap(namedIn)]);
    return files
      .map(({ path }) => path)
      .filter((path) => isIn(path, "src", "ui", "test/support", "scripts") && /\.(tsx?|mjs|css)$/.test(path))
      .filter((path) => !path.endsWith(".d.ts") && !named.has(path))
      .map((path) => `${path} is imported by nothing`);
  };

/** Paths a file names in strings: imports, workers, assets of the build. What only a test names is not used. */
function namedIn(file: SourceFile): string[] {
  const is_test = isIn(file.path, "test");
  if (!/\.(tsx?|mjs|json|css)$/.test(file.path)) return [];
  return [...file.text.matchAll(/["'`]([\w./-]+\.(?:tsx?|mjs|css))["'`]/g)]
    .flatMap(([, name = ""]) => [targetFrom(file.path, name), name.replace(/^\.\//, "")])
    .filter((path) => path !== file.path && (!is_test || isIn(path, "test")));
}

const targetFrom = (from: string, name: string): string => {
  const [found] = importsOf({ path: from, text: `import "./${name}"` });
  return found?.target ?? name;
};
