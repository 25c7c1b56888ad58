import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder where the small disk is; in the namespace of the program alone. */
const mount_point = "/mnt";

/** Runs a program with a disk of its own, of a few MiB, that goes when the program ends. */
export const withinSmallDisk = (mib: number): readonly string[] => [
  "unshare",
  "-m",
  "sh",
  "-c",
  `mount -t tmpfs -o size=${mib}m tmpfs ${mount_point} && cd ${mount_point} && exec "$@"`,
  "sh",
];

/** Whether this user may do that here. */
export function canMount(): boolean {
  if (process.platform !== "linux") return false;
  const { exitCode } = Bun.spawnSync([...withinSmallDisk(1), "true"], { stderr: "ignore" });
  return exitCode === 0;
}

/** The disk as it is seen from outside. */
export function smallDisk(pid: number) {
  const folder = join("/proc", String(pid), "root", mount_point);
  const filler = join(folder, "filler");
  return {
    /** Copies the database, of a server that writes nothing just now. SQLite itself finds no way there. */
    async copyTo(other_folder: string): Promise<string> {
      const copy = join(other_folder, "copy.db");
      for (const suffix of ["", "-wal"]) await copyFile(join(folder, `chat_data.db${suffix}`), copy + suffix);
      return copy;
    },
    /** Leaves no byte of room. */
    fill(): void {
      const file = openSync(filler, "w");
      try {
        for (const bytes of [65_536, 4_096, 1]) writeUntilFull(file, new Uint8Array(bytes));
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(filler),
  };
}

function writeUntilFull(file: number, bytes: Uint8Array): void {
  try {
    while (writeSync(file, bytes) > 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}
