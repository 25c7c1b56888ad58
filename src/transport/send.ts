import { dlopen } from "bun:ffi";

import { SendRing } from "./send-ring.ts";

/**
 * Sends bytes over a socket of the system without waiting, and returns how many it took: fewer than given, or below 0, when it has
 * no room or is closed.
 */
export type Send = (fd: number, bytes: Uint8Array) => number;

/** Sends the same bytes to the first `count` of many: `sent[i]` becomes what Send would return for `fds[i]`. */
export type SendToMany = (fds: Int32Array, count: number, bytes: Uint8Array, sent: Int32Array) => void;

/** The system's own ways to send, past Bun. */
export interface DirectSend {
  toOne: Send;
  toMany: SendToMany;
  /** What is sent from now on is sent to one at a time. */
  close(): void;
}

/** Undefined where there is no send(2) to be had: on other systems than Linux, and where no code may be made at run time. */
export function openDirectSend(): DirectSend | undefined {
  const toOne = openSend();
  if (toOne === undefined) return undefined;
  const eachByItself = oneByOne(toOne);
  let ring = SendRing.open();
  return {
    toOne,
    toMany(fds, count, bytes, sent) {
      if (ring === undefined) eachByItself(fds, count, bytes, sent);
      else ring.send(fds, count, bytes, sent);
    },
    close() {
      ring?.close();
      ring = undefined;
    },
  };
}

/** How it is sent to many where the system takes no more than one at a time. */
export function oneByOne(toOne: Send): SendToMany {
  return (fds, count, bytes, sent) => {
    for (let at = 0; at < count; at++) sent[at] = toOne(fds[at] ?? -1, bytes);
  };
}

function openSend(): Send | undefined {
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
