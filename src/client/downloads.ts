import { mkdirSync, readFileSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname, extname, join } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { safeFileName } from "../protocol/rules.ts";
import type { Environment } from "./config-folder.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";

/** Where a person's downloads go: what the desktop says, else the folder all systems have. */
export function downloadsFolder(platform: string, env: Environment, home: string): string {
  const fallback = join(home, "Downloads");
  if (platform === "darwin" || platform === "win32") return fallback;
  const config = env["XDG_CONFIG_HOME"] || join(home, ".config");
  const [, folder] = /^\s*XDG_DOWNLOAD_DIR="(.+)"\s*$/m.exec(textOf(join(config, "user-dirs.dirs"))) ?? [];
  return folder?.replace(/^\$HOME(?=\/|$)/, home) ?? fallback;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // not every desktop has it
  }
}

/** A file that comes in parts. Whatever its name asks for, it is new, lies in the folder, and cannot be run. */
interface Download {
  path: string;
  file: FileHandle;
}

const names_max = 1_000;

/** What one page saves. Parts of a file are written one after the other. */
export class Downloads {
  readonly #open = new Map<number, Download>();
  readonly #saved = new Map<number, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly folder: string,
    readonly show: (path: string) => void,
    readonly log: Log,
  ) {}

  /** Resolves with what is wrong, in words, or null when the part is written. */
  put(save: number, name: string, part: Uint8Array, is_last: boolean): Promise<string | null> {
    return this.#inTurn(async () => {
      try {
        const download = this.#open.get(save) ?? (await this.#create(save, name));
        await download.file.appendFile(part);
        if (is_last) await this.#finish(save, download);
        return null;
      } catch (error) {
        await this.#remove(save);
        return wordsFor(error, this.folder);
      }
    });
  }

  /** Nothing stays of a file that did not come to its end. */
  drop(save: number): Promise<void> {
    return this.#inTurn(() => this.#remove(save));
  }

  reveal(save: number): void {
    const path = this.#saved.get(save);
    if (path !== undefined) this.show(path);
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    for (const save of this.#open.keys()) await this.drop(save);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch((error: unknown) =>
      this.log.warn(`a download could not be ended (${errorCode(error) ?? String(error)})`),
    );
    return result;
  }

  async #create(save: number, name: string): Promise<Download> {
    if (this.#open.size >= clientLimits.downloads_open_max) throw new Error("too many at once");
    mkdirSync(this.folder, { recursive: true });
    const download = await createNew(this.folder, safeFileName(name) || "file");
    this.#open.set(save, download);
    return download;
  }

  async #finish(save: number, { file, path }: Download): Promise<void> {
    await file.sync();
    await file.close();
    this.#open.delete(save);
    this.#saved.set(save, path);
  }

  async #remove(save: number): Promise<void> {
    const download = this.#open.get(save);
    if (!download) return;
    this.#open.delete(save);
    await download.file.close();
    await rm(download.path, { force: true });
  }
}

/** "plan.pdf", "plan (2).pdf" ...: never in place of another file, nor through a link that lies there. */
async function createNew(folder: string, name: string): Promise<Download> {
  const end = extname(name);
  const start = name.slice(0, name.length - end.length);
  for (let number = 1; number <= names_max; number++) {
    const path = join(folder, number === 1 ? name : `${start} (${number})${end}`);
    try {
      return { path, file: await open(path, "ax", 0o600) };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
  throw new Error("too many files of this name");
}

function wordsFor(error: unknown, folder: string): string {
  const code = errorCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") return "The disk is full.";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return `${folder} may not be written.`;
  return `${folder} cannot be used.`;
}

/** The program that shows a file in its folder, or the folder alone where there is none. */
export function revealCommand(platform: string, path: string): string[] {
  if (platform === "darwin") return ["open", "-R", path];
  if (platform === "win32") return ["explorer.exe", `/select,${path}`];
  return ["xdg-open", dirname(path)];
}
