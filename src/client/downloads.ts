import { mkdirSync, readFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, extname, join } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { nameAnew, removeFile } from "../os/replace-file.ts";
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

/**
 * A file that comes in parts, under a name that says that it is not whole: so it is known for what it is also after a kill.
 * Whatever its name asks for, it is new, lies in the folder, and cannot be run.
 */
interface Download {
  /** What it is called once it is whole, or like it. */
  name: string;
  path: string;
  file: FileHandle;
}

const names_max = 1_000;
/** As most disks have it. */
const name_bytes_max = 255;
/** What is longer is no ending that says what a file is. */
const ending_bytes_max = 32;
const wait_ms = clientLimits.settings_lock_wait_ms;

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

  /** Gives up all that is under way, also what has only been asked for. */
  dropAll(): Promise<void> {
    return this.#inTurn(async () => {
      for (const save of this.#open.keys()) await this.#remove(save);
    });
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
    const whole = safeFileName(name) || "file";
    const [path, file] = await inFreePlace(this.folder, partName(whole), (at) => open(at, "ax", 0o600));
    const download = { name: whole, path, file };
    this.#open.set(save, download);
    return download;
  }

  async #finish(save: number, { name, path, file }: Download): Promise<void> {
    await file.sync();
    await file.close();
    const [saved] = await inFreePlace(this.folder, name, (at) => nameAnew(path, at, wait_ms));
    this.#open.delete(save);
    this.#saved.set(save, saved);
    this.#discard(path);
  }

  async #remove(save: number): Promise<void> {
    const download = this.#open.get(save);
    if (!download) return;
    this.#open.delete(save);
    await download.file.close().catch(() => {}); // what could not be written is not wanted
    this.#discard(download.path);
  }

  #discard(path: string): void {
    try {
      removeFile(path, wait_ms);
    } catch (error) {
      this.log.warn(`${path} could not be removed (${errorCode(error) ?? String(error)})`);
    }
  }
}

/** Short enough for every disk, with a number too. */
const partName = (name: string): string => `${[...name].slice(0, 60).join("")}.part`;

/**
 * "plan.pdf", "plan (2).pdf" ...: never in place of another file, nor through a link that lies there; long names are shortened
 * before the number. `take` throws EEXIST where something is.
 */
async function inFreePlace<T>(
  folder: string,
  name: string,
  take: (path: string) => T | Promise<T>,
): Promise<[path: string, taken: T]> {
  const ending = extname(name);
  const end = Buffer.byteLength(ending) > ending_bytes_max ? "" : ending;
  const start = name.slice(0, name.length - end.length);
  for (let number = 1; number <= names_max; number++) {
    const tail = number === 1 ? end : ` (${number})${end}`;
    const path = join(folder, cutTo(start, name_bytes_max - Buffer.byteLength(tail)) + tail);
    try {
      return [path, await take(path)];
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
  throw new Error("too many files of this name");
}

/** As much of the text as fits, in whole characters. */
const cutTo = (text: string, bytes_max: number): string =>
  text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(bytes_max)).read);

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
