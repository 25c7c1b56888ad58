import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";

import { inBlocks } from "../../domain/files/blocks.ts";
import type { ContentWriter, FileContents } from "../../domain/ports/file-contents.ts";
import type { Log } from "../../domain/ports/log.ts";
import { folder_mode, FolderPlace, isMissing, unlessThere } from "./place.ts";

const file_mode = 0o600;

/**
 * Contents in a folder, each as FOLDER/ab/cdef... by its hash. Written to FOLDER/incoming first and renamed
 * when it is on disk, so that what has a hash for a name is whole. The folder is made when something comes, once:
 * while one that was there is away, everything throws ChatError `unavailable`.
 */
export function contentsIn(folder: string, log: Log): FileContents {
  const incoming = join(folder, "incoming");
  const place = new FolderPlace(folder, log);
  return {
    async create() {
      await place.make();
      await unlessThere(mkdir(incoming, { mode: folder_mode }));
      return ContentFile.create(place, join(incoming, randomUUID()));
    },
    async read(sha256, offset, bytes) {
      try {
        return await readPart(pathOf(folder, sha256), offset, bytes);
      } catch (error) {
        if (!isMissing(error)) throw error;
        await place.require();
        return undefined;
      }
    },
    pathOf: (sha256) => pathOf(folder, sha256),
    async remove(sha256) {
      await place.require();
      const size_bytes = await sizeOf(pathOf(folder, sha256));
      await rm(pathOf(folder, sha256), { force: true });
      return inBlocks(size_bytes ?? 0);
    },
    async *list() {
      await place.require();
      for (const start of await namesIn(folder)) {
        if (!isStart(start)) continue;
        for (const rest of await namesIn(join(folder, start))) {
          const size_bytes = await sizeOf(join(folder, start, rest));
          if (/^[0-9a-f]{62}$/.test(rest) && size_bytes !== undefined)
            yield { sha256: start + rest, taken_bytes: inBlocks(size_bytes) };
        }
      }
    },
    clear: () => rm(incoming, { recursive: true, force: true }),
    freeBytes: () => freeBytes(folder),
  };
}

/** Whether something in the folder is where contents lie. */
export const isStart = (name: string): boolean => /^[0-9a-f]{2}$/.test(name);

class ContentFile implements ContentWriter {
  readonly #hash = createHash("sha256");
  #digest: string | undefined;
  #is_open = true;
  #size_bytes = 0;

  private constructor(
    private readonly place: FolderPlace,
    private readonly path: string,
    private readonly file: Awaited<ReturnType<typeof open>>,
  ) {}

  static async create(place: FolderPlace, path: string): Promise<ContentFile> {
    return new ContentFile(place, path, await open(path, "wx+", file_mode));
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const { bytesWritten } = await this.file.write(bytes, from, bytes.length - from, this.#size_bytes);
      this.#size_bytes += bytesWritten;
      from += bytesWritten;
    }
    this.#hash.update(bytes);
  }

  async head(bytes: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  }

  digest(): string {
    this.#digest ??= this.#hash.digest("hex");
    return this.#digest;
  }

  async keep(): Promise<number> {
    await this.place.require();
    const { folder } = this.place;
    const path = pathOf(folder, this.digest());
    const there_bytes = (await sizeOf(path)) ?? 0;
    if (there_bytes === this.#size_bytes) return 0;
    await this.file.sync();
    const parent = join(folder, this.digest().slice(0, 2));
    await unlessThere(mkdir(parent, { mode: folder_mode }));
    await this.#close();
    await rename(this.path, path);
    await syncFolder(parent);
    await syncFolder(folder);
    return inBlocks(this.#size_bytes) - inBlocks(there_bytes);
  }

  async drop(): Promise<void> {
    await this.#close();
    await rm(this.path, { force: true });
  }

  async #close(): Promise<void> {
    if (!this.#is_open) return;
    this.#is_open = false;
    await this.file.close();
  }
}

async function readPart(path: string, offset: number, bytes: number) {
  await using file = await open(path, "r");
  const { size: total_bytes } = await file.stat();
  const wanted = Math.max(0, Math.min(bytes, total_bytes - offset));
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, offset);
  return { bytes: buffer.subarray(0, bytesRead), total_bytes };
}

const pathOf = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2));

/** A new name is on disk only when its folder is. Windows has no such call, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (platform() === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The folder may not be there yet: then its parent tells. */
async function freeBytes(folder: string): Promise<number> {
  for (const path of [folder, join(folder, "..")]) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch (error) {
      if (!isMissing(error)) return Infinity;
    }
  }
  return Infinity;
}
