import { appendFileSync, renameSync, statSync } from "node:fs";

/** Files of a log: the one that is written, and the one before it. */
const log_file_bytes_max = 1_000_000;

/**
 * Writes lines to a file that only its owner can read; when it is full it becomes FILE.1, in place of the one before.
 * A line that cannot be written is lost and the server goes on; `lost` is called with the reason of the first one.
 * Throws what the file system throws when it cannot be begun.
 */
export function createLogFile(path: string, lost: (reason: unknown) => void): (line: string) => void {
  appendFileSync(path, "", { mode: 0o600 });
  let is_told = false;
  let bytes = statSync(path).size;
  return (line) => {
    try {
      if (bytes > log_file_bytes_max) {
        renameSync(path, `${path}.1`);
        bytes = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      bytes += Buffer.byteLength(line);
    } catch (error) {
      if (!is_told) lost(error);
      is_told = true;
    }
  };
}
