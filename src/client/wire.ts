import type { Socket } from "bun";

/** A stream of bytes to a server, plain or TLS, that is up. */
export interface Wire {
  /** Returns how many bytes were taken, which may be fewer than given; go on at `drained`. 0 once it is closed. */
  write(bytes: Uint8Array): number;
  /** Stops reading until `resume`; what the kernel buffers fills up, and then the server has to wait. */
  pause(): void;
  resume(): void;
  /** Ends the connection; the listener hears nothing more. */
  close(): void;
  /** From here on the listener hears everything, what came before included. */
  listen(listener: WireListener): void;
}

export interface WireListener {
  received(chunk: Uint8Array): void;
  drained(): void;
  /** The other side has ended the connection, or it broke. */
  closed(): void;
}

/** A Bun socket as a Wire. The socket's own callbacks call received, drained and closed. */
export class SocketWire implements Wire, WireListener {
  #listener: WireListener | undefined;
  readonly #early: Uint8Array[] = [];
  #is_closed = false;

  constructor(readonly socket: Socket<unknown>) {}

  write(bytes: Uint8Array): number {
    // Bun answers -1 once the socket is closed.
    return this.#is_closed ? 0 : Math.max(0, this.socket.write(bytes));
  }

  pause(): void {
    if (!this.#is_closed) this.socket.pause();
  }

  resume(): void {
    if (!this.#is_closed) this.socket.resume();
  }

  close(): void {
    this.#listener = undefined;
    if (!this.#is_closed) this.socket.end();
    this.#is_closed = true;
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
    for (const chunk of this.#early.splice(0)) listener.received(chunk);
    if (this.#is_closed) listener.closed();
    else this.socket.resume();
  }

  received(chunk: Uint8Array): void {
    if (this.#listener) return this.#listener.received(chunk);
    // Nobody listens yet, or no longer. Bun makes each chunk anew and never writes to it again, so it can be kept.
    this.#early.push(chunk);
    this.pause();
  }

  drained(): void {
    this.#listener?.drained();
  }

  closed(): void {
    if (this.#is_closed) return;
    this.#is_closed = true;
    this.#listener?.closed();
  }
}
