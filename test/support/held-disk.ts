import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Stands before the system's calls by which a program waits for the disk: they take so long, do not come back while one file
 * exists, and fail while another one does.
 */
const source = `
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int wait_for_disk(long call, int file) {
  const struct timespec moment = {0, 2000000};
  const long wait_ms = atol(getenv("DISK_MS"));
  const struct timespec wait = {wait_ms / 1000, wait_ms % 1000 * 1000000};
  if (wait_ms > 0) nanosleep(&wait, NULL);
  while (access(getenv("HELD_DISK"), F_OK) == 0) nanosleep(&moment, NULL);
  if (access(getenv("BROKEN_DISK"), F_OK) == 0) { errno = EIO; return -1; }
  return syscall(call, file);
}

int fsync(int file) { return wait_for_disk(SYS_fsync, file); }
int fdatasync(int file) { return wait_for_disk(SYS_fdatasync, file); }
`;

/** A disk under a program that a test slows, holds up or breaks. Throws when it cannot be compiled. */
export function heldDisk(folder: string, wait_ms = 0) {
  const library = join(folder, "held-disk.so");
  const command = ["gcc", "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", library];
  const { success, stderr } = Bun.spawnSync(command, { stdin: Buffer.from(source) });
  if (!success) throw new Error(`${command.join(" ")}\n${stderr.toString()}`);
  const [held, broken] = [join(folder, "held"), join(folder, "broken")];
  return {
    /** For the program. */
    env: { LD_PRELOAD: library, DISK_MS: `${wait_ms}`, HELD_DISK: held, BROKEN_DISK: broken },
    hold: () => writeFileSync(held, ""),
    letGo: () => rmSync(held),
    break: () => writeFileSync(broken, ""),
    repair: () => rmSync(broken),
  };
}
