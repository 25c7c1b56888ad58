import type { Socket } from "bun";

import type { Send } from "./send.ts";
import type { Wire } from "./wire.ts";

/**
 * A socket in the clear. What it has room for goes straight to the system: Bun's own write looks at the socket's objects
 * first, and of a thousand sockets none is in the processor's cache. What is left over goes by Bun, who then tells of room.
 */
export class PlainWire implements Wire {
  /** Below 0 as soon as the socket may be closed, for the system gives the number to the next one. */
  #fd: number;

  /** `fd`: the number under which the system has the socket. */
  constructor(
    readonly socket: Pick<Socket, Exclude<keyof Wire, "direct_fd">>,
    fd: number,
    readonly sendNow: Send,
  ) {
    this.#fd = fd;
  }

  get direct_fd(): number {
    return this.#fd;
  }

  write(bytes: Uint8Array): number {
    if (this.#fd < 0) return this.socket.write(bytes);
    const sent = Math.max(0, this.sendNow(this.#fd, bytes));
    if (sent === bytes.length) return sent;
    return sent + Math.max(0, this.socket.write(sent > 0 ? bytes.subarray(sent) : bytes));
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.closed();
    this.socket.end();
  }

  terminate(): void {
    this.closed();
    this.socket.terminate();
  }

  /** To be called when the socket has closed, before anything else: nothing is sent to it directly any more. */
  closed(): void {
    this.#fd = -1;
  }
}
