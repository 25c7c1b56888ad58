import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

import { inBlocks } from "../../src/domain/files/blocks.ts";
import { FileDesk, type FileDeskParts } from "../../src/domain/files/file-desk.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { contentsIn } from "../../src/store/disk/contents.ts";
import { recogniseMedia } from "../../src/system/media.ts";
import { silentLog } from "../store/silent-log.ts";
import { FakeClock } from "./fake-clock.ts";
import { pathOf } from "./files.ts";
import { newFolder } from "./folders.ts";

/** A folder for the files of a store, with desks over it, which end with the scope. */
export function filesFolder(store: Pick<Store, "files" | "avatars">) {
  const folder = newFolder("chat-files-");
  const contents = contentsIn(folder, silentLog);
  const opened: FileDesk[] = [];
  const onDisk = () =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .toSorted();
  return {
    contents,
    desk(more: Partial<FileDeskParts> = {}): FileDesk {
      const made = new FileDesk({
        records: store.files,
        avatar_records: store.avatars,
        contents,
        recognise: recogniseMedia,
        log: silentLog,
        file_bytes_max: 10_000_000,
        total_bytes_max: 0,
        clock: new FakeClock(),
        ...more,
      });
      opened.push(made);
      return made;
    },
    onDisk,
    /** In whole blocks. */
    bytesOnDisk: () =>
      onDisk().reduce((bytes, path) => bytes + inBlocks(statSync(join(folder, path)).size), 0),
    cutOff: (content: Uint8Array, at_bytes: number) => truncateSync(join(folder, pathOf(content)), at_bytes),
    async [Symbol.asyncDispose]() {
      for (const one of opened) await one.close();
    },
  };
}

export async function uploadTo(desk: FileDesk, user_id: number, bytes: Uint8Array, thumbnail?: Uint8Array) {
  const { id } = await desk.begin(user_id, { name: "a", size_bytes: bytes.length });
  await desk.put(user_id, id, 0, bytes);
  return desk.finish(user_id, id, thumbnail);
}
