import type { Wire } from "./wire.ts";

/**
 * The bounded way out of one connection. Frames of one turn of the loop are joined into one write;
 * what the socket does not take waits for its drain.
 */
export class Outbox {
  #pending: Uint8Array[] = [];
  /** Bytes of the first pending frame that have gone out already. */
  #sent_bytes = 0;
  #pending_bytes = 0;

  constructor(readonly wire: Wire) {}

  /** Bytes that wait to go out. */
  get pending_bytes(): number {
    return this.#pending_bytes;
  }

  /** Frames are shared between connections and never written to. */
  add(frame: Uint8Array): void {
    this.#pending.push(frame);
    this.#pending_bytes += frame.length;
  }

  /** Writes what the socket takes. True when nothing is left. */
  flush(): boolean {
    if (this.#pending_bytes === 0) return true;
    const bytes = this.#join();
    const written = Math.max(0, this.wire.write(bytes)); // Bun answers -1 once the socket is closed
    this.#pending_bytes = bytes.length - written;
    this.#pending = this.#pending_bytes > 0 ? [bytes] : [];
    this.#sent_bytes = this.#pending_bytes > 0 ? written : 0;
    return this.#pending_bytes === 0;
  }

  #join(): Uint8Array {
    const [first, ...others] = this.#pending;
    if (first === undefined) return new Uint8Array();
    const rest = this.#sent_bytes > 0 ? first.subarray(this.#sent_bytes) : first;
    return others.length === 0 ? rest : Buffer.concat([rest, ...others]);
  }
}
