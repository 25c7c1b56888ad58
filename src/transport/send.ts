import { dlopen } from "bun:ffi";

/**
 * Sends bytes over a socket of the system without waiting, and returns how many it took: fewer than given, or -1, when it has
 * no room or is closed.
 */
export type Send = (fd: number, bytes: Uint8Array) => number;

/** The system's own send(2), where it can be had: not on other systems than Linux, nor where no code may be made at run time. */
export function openSend(): Send | undefined {
  try {
    const { symbols } = dlopen("libc.so.6", {
      send: { args: ["i32", "ptr", "u64", "i32"], returns: "i32" },
    } as const);
    return (fd, bytes) => symbols.send(fd, bytes, bytes.length, flags);
  } catch {
    return undefined;
  }
}

/** MSG_DONTWAIT and MSG_NOSIGNAL, on every architecture of Linux that there is a build for. */
const flags = 0x40 | 0x4000;
