import { appendFileSync, renameSync, statSync } from "node:fs";

/** Whom a log file tells what cannot be done, each with the reason of the first time. */
export interface LogFileTroubles {
  /** A line could not be written: it is lost, and the server goes on. */
  lost(reason: unknown): void;
  /** The file is full and cannot be renamed: it grows on. */
  grows(reason: unknown): void;
}

/** Files of a log: the one that is written, and the one before it. */
const log_file_bytes_max = 1_000_000;

/**
 * Writes lines to a file that only its owner can read; when it is full it becomes FILE.1, in place of the one before.
 * Throws what the file system throws when it cannot be begun.
 */
export function createLogFile(path: string, troubles: LogFileTroubles): (line: string) => void {
  appendFileSync(path, "", { mode: 0o600 });
  const told = new Set<keyof LogFileTroubles>();
  const tell = (trouble: keyof LogFileTroubles, reason: unknown) => {
    if (!told.has(trouble)) troubles[trouble](reason);
    told.add(trouble);
  };
  let bytes = statSync(path).size;
  return (line) => {
    if (bytes > log_file_bytes_max) {
      bytes = 0; // refused, it is tried again when as much has come again
      try {
        renameSync(path, `${path}.1`);
      } catch (error) {
        tell("grows", error);
      }
    }
    try {
      appendFileSync(path, line, { mode: 0o600 });
      bytes += Buffer.byteLength(line);
    } catch (error) {
      tell("lost", error);
    }
  };
}
