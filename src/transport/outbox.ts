import type { Wire } from "./wire.ts";

/** Frames are joined up to this size for one write: enough for a turn's messages, little to copy again. */
const write_bytes_max = 262_144;

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
    while (this.#pending_bytes > 0) {
      const bytes = this.#next();
      const written = Math.max(0, this.wire.write(bytes)); // Bun answers -1 once the socket is closed
      this.#forget(written);
      if (written < bytes.length) return false;
    }
    return true;
  }

  /** The next bytes to write: one frame, or as many as may be joined. */
  #next(): Uint8Array {
    const [first = new Uint8Array()] = this.#pending;
    const rest = this.#sent_bytes > 0 ? first.subarray(this.#sent_bytes) : first;
    let bytes = rest.length;
    let count = 1;
    for (; count < this.#pending.length; count++) {
      bytes += this.#pending[count]?.length ?? 0;
      if (bytes > write_bytes_max) break;
    }
    return count === 1 ? rest : Buffer.concat([rest, ...this.#pending.slice(1, count)]);
  }

  #forget(written: number): void {
    this.#pending_bytes -= written;
    let sent = this.#sent_bytes + written;
    let whole = 0;
    for (const frame of this.#pending) {
      if (sent < frame.length) break;
      sent -= frame.length;
      whole++;
    }
    if (whole > 0) this.#pending.splice(0, whole);
    this.#sent_bytes = sent;
  }
}
