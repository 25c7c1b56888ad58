import { type SQL, sql } from "drizzle-orm";

import type { FileInfo } from "../../protocol/file.ts";
import { dropped_contents, files } from "../schema-files.ts";
import type { Queries } from "./database.ts";

/** The columns of a FileInfo. */
export const file_fields = {
  id: files.id,
  name: files.name,
  size_bytes: files.size_bytes,
  media_type: files.media_type,
  width: files.width,
  height: files.height,
  thumbnail_sha256: files.thumbnail_sha256,
};

type Row = Omit<FileInfo, "has_thumbnail"> & { thumbnail_sha256: string | null };

export const infoOf = ({
  id,
  name,
  size_bytes,
  media_type,
  width,
  height,
  thumbnail_sha256,
}: Row): FileInfo => ({
  id,
  name,
  size_bytes,
  media_type,
  width,
  height,
  has_thumbnail: thumbnail_sha256 !== null,
});

/** Removes files and remembers what hashes they had: both or neither. Returns how many that were. */
export function dropFiles(
  queries: Queries,
  which: SQL | undefined,
): (values: Record<string, number>) => number {
  const drop = queries
    .delete(files)
    .where(which)
    .returning({ sha256: files.sha256, thumbnail_sha256: files.thumbnail_sha256 })
    .prepare();
  const note = noteDropped(queries);
  return (values) => {
    const dropped = drop.all(values);
    for (const { sha256, thumbnail_sha256 } of dropped) {
      note(sha256);
      if (thumbnail_sha256 !== null) note(thumbnail_sha256);
    }
    return dropped.length;
  };
}

/** Remembers a hash that something had which is gone. */
export function noteDropped(queries: Queries): (sha256: string) => void {
  const note = queries
    .insert(dropped_contents)
    .values({ sha256: sql.placeholder("sha256") })
    .onConflictDoNothing()
    .prepare();
  return (sha256) => void note.run({ sha256 });
}
