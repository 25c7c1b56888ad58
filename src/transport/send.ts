import { dlopen } from "bun:ffi";

import { send_flags } from "./send-flags.ts";
import { SendRing } from "./send-ring.ts";

/**
 * Sends bytes over a socket of the system without waiting, and returns how many it took: fewer than given, or below 0, when it has
 * no room or is closed.
 */
export type Send = (fd: number, bytes: Uint8Array) => number;

/** Sends the same bytes to the first `count` of many: `sent[i]` becomes what Send would return for `fds[i]`. */
export type SendToMany = (fds: Int32Array, count: number, bytes: Uint8Array, sent: Int32Array) => void;

/** Sends to each of many its own bytes: `sent[i]` becomes what Send would return for `fds[i]` and `bytes[i]`. */
export type SendEach = (fds: Int32Array, bytes: readonly Uint8Array[], sent: Int32Array) => void;

/** The system's own ways to send, past Bun. */
export interface DirectSend {
  toOne: Send;
  toMany: SendToMany;
  toEach: SendEach;
  /** What is sent from now on is sent to one at a time. */
  close(): void;
}

/** Undefined where there is no send(2) to be had: on other systems than Linux, and where no code may be made at run time. */
export function openDirectSend(): DirectSend | undefined {
  const toOne = openSend();
  if (toOne === undefined) return undefined;
  const byThemselves = oneByOne(toOne);
  /** Opened when it is first of use; null when there is none, or none any more. */
  let ring: SendRing | null | undefined;
  const opened = () => (ring === undefined ? (ring = SendRing.open() ?? null) : ring);
  return {
    toOne,
    toMany(fds, count, bytes, sent) {
      const together = opened();
      if (together === null) byThemselves.toMany(fds, count, bytes, sent);
      else together.send(fds, count, bytes, sent);
    },
    toEach(fds, bytes, sent) {
      const together = opened();
      if (together === null) byThemselves.toEach(fds, bytes, sent);
      else together.send(fds, bytes.length, bytes, sent);
    },
    close() {
      ring?.close();
      ring = null;
    },
  };
}

/** How it is sent to many where the system takes no more than one at a time. */
export function oneByOne(toOne: Send): Pick<DirectSend, "toMany" | "toEach"> {
  return {
    toMany(fds, count, bytes, sent) {
      for (let at = 0; at < count; at++) sent[at] = toOne(fds[at] ?? -1, bytes);
    },
    toEach(fds, bytes, sent) {
      for (const [at, own] of bytes.entries()) sent[at] = toOne(fds[at] ?? -1, own);
    },
  };
}

function openSend(): Send | undefined {
  try {
    const { symbols } = dlopen("libc.so.6", {
      send: { args: ["i32", "ptr", "u64", "i32"], returns: "i32" },
    } as const);
    return (fd, bytes) => symbols.send(fd, bytes, bytes.length, send_flags);
  } catch {
    return undefined;
  }
}
