import { statSync } from "node:fs";

/**
 * Whether the database's files are still those that are open here. A file that was moved or deleted can be
 * written as before, and nobody will ever read it: what is acknowledged then is lost.
 */
export function watchPlace(file: string): () => boolean {
  const wal = `${file}-wal`;
  const file_id = idOf(file);
  let wal_id: string | undefined;
  return () => {
    wal_id ??= idOf(wal); // made by the first write
    return idOf(file) === file_id && idOf(wal) === wal_id;
  };
}

/** What tells files apart that bear the same name one after the other. */
function idOf(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && `${found.dev}:${found.ino}`;
  } catch {
    return undefined; // a folder on the way is gone: so is the file
  }
}
