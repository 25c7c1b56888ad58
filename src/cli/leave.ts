import { dlopen } from "bun:ffi";

import type { Surroundings } from "./run.ts";

/**
 * Ends the process as it stands. Bun's own end closes the databases that are open, and the last one to close brings its
 * log into the database: that waits for the disk, which is what the process may be ended for. The next start does it as well.
 */
export function leave(around: Pick<Surroundings, "exit">, exit_code: number): never {
  for (const library of system_libraries) exitBy(library, exit_code);
  process.kill(process.pid, "SIGKILL");
  return around.exit(exit_code); // not come to
}

/** Of glibc, of macOS, of Windows, of musl. */
const system_libraries = [
  "libc.so.6",
  "libSystem.B.dylib",
  "ucrtbase.dll",
  `libc.musl-${process.arch === "arm64" ? "aarch64" : "x86_64"}.so.1`,
];

/** Returns where there is no such library. */
function exitBy(library: string, exit_code: number): void {
  try {
    dlopen(library, { _exit: { args: ["i32"], returns: "void" } }).symbols._exit(exit_code);
  } catch {
    return;
  }
}
