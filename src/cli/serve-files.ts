import { FileDesk } from "../domain/files/file-desk.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Store } from "../domain/ports/store.ts";
import { openContents } from "../store/disk/open-contents.ts";
import { locate } from "../store/sqlite/location.ts";
import { systemClock } from "../system/clock.ts";
import { recogniseMedia } from "../system/media.ts";
import type { ServeOptions } from "./serve.ts";

const megabyte = 1_000_000;

/** Files beside the database; undefined for a server that takes none. Throws StoreError when their folder is missing. */
export async function openFiles(
  { db, files, file_size_max, files_total_max }: ServeOptions,
  store: Store,
  log: Log,
): Promise<FileDesk | undefined> {
  if (!files) return undefined;
  const is_known = await store.files.areKnown();
  return new FileDesk({
    records: store.files,
    avatar_records: store.avatars,
    contents: await openContents({ folder: `${locate(db)}-files`, is_known, log }),
    recognise: recogniseMedia,
    log,
    file_bytes_max: file_size_max * megabyte,
    total_bytes_max: files_total_max * megabyte,
    clock: systemClock,
  });
}
