import type { ServerWebSocket } from "bun";

import type { Wire } from "./wire.ts";

/** What one message carries at most, and how much less than that has to wait in the socket before it is handed another one. */
const message_bytes_max = 65_536;

/** A WebSocket as a wire: its binary messages, one after the other, are the bytes; where one ends means nothing. */
export class WebWire<T> implements Wire {
  #is_full = false;

  constructor(private readonly socket: ServerWebSocket<T>) {}

  write(bytes: Uint8Array): number {
    let taken = 0;
    while (taken < bytes.length && !this.#is_full) {
      const part = bytes.subarray(taken, taken + message_bytes_max);
      const status = this.socket.sendBinary(part);
      if (status === 0) break; // the socket is closed, or is about to be
      // The peer does not keep up. This part has been taken and waits in the socket; no other will before `drained`.
      this.#is_full = status < 0;
      taken += part.length;
    }
    return taken;
  }

  /** To be called when the socket has got rid of some of what waited in it: it tells so long before that is all. */
  drained(): void {
    this.#is_full = this.socket.getBufferedAmount() >= message_bytes_max;
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.close();
  }

  terminate(): void {
    this.socket.terminate();
  }
}
