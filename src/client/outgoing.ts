/** Keeps what a socket does not take at once, in order, up to a bound. Knows no socket. */
export class Outgoing {
  readonly #waiting: Uint8Array[] = [];
  #waiting_bytes = 0;

  /** `write` returns how many bytes it took. */
  constructor(
    readonly write: (bytes: Uint8Array) => number,
    readonly bytes_max: number,
  ) {}

  get waiting_bytes(): number {
    return this.#waiting_bytes;
  }

  /** Writes what can be written, keeps the rest. False when that would be over the bound: then nothing is kept. */
  push(bytes: Uint8Array): boolean {
    const rest = this.#waiting.length === 0 ? bytes.subarray(this.write(bytes)) : bytes;
    if (rest.length === 0) return true;
    if (this.#waiting_bytes + rest.length > this.bytes_max) return false;
    this.#waiting.push(rest);
    this.#waiting_bytes += rest.length;
    return true;
  }

  /** The socket takes bytes again. */
  drain(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const taken = this.write(next);
      this.#waiting_bytes -= taken;
      if (taken < next.length) {
        this.#waiting[0] = next.subarray(taken);
        return;
      }
      this.#waiting.shift();
    }
  }
}
