/** A piece of so many bytes stays as it came, uncopied, unless it is the smaller part of what it came in. */
const kept_bytes_min = 16_384;
/** Room is made for this much of what is smaller, at once; then twice as much whenever it is full. */
const first_room_bytes = 16_384;

/** Where pieces are joined to be read: memory that was used before costs far less than new one. */
let joining = new Uint8Array();

/**
 * A payload that comes in parts. Long ones are kept as they are, short ones are gathered: who announces a megabyte and sends
 * a byte costs little, and so does who sends a byte at a time.
 */
export class Pieces {
  /** Bytes that have come. */
  length = 0;
  readonly #ended: Uint8Array[] = [];
  #room = new Uint8Array();
  /** Bytes of the room that are taken. */
  #filled = 0;

  constructor(readonly announced_bytes: number) {}

  get is_whole(): boolean {
    return this.length === this.announced_bytes;
  }

  /** Takes the bytes that are missing, or as many as there are, from a chunk that stays as it is. Returns how many. */
  take(chunk: Uint8Array, from: number): number {
    const piece = chunk.subarray(from, from + this.announced_bytes - this.length);
    if (piece.length >= kept_bytes_min && 2 * piece.length >= piece.buffer.byteLength) {
      this.#endRoom();
      this.#ended.push(piece);
    } else this.#gather(piece);
    this.length += piece.length;
    return piece.length;
  }

  /** All of it, to be read at once: the next that is joined takes its place. */
  joined(): Uint8Array {
    this.#endRoom();
    const [first, ...others] = this.#ended;
    if (first !== undefined && others.length === 0) return first;
    if (joining.length < this.length) joining = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.#ended) {
      joining.set(piece, at);
      at += piece.length;
    }
    return joining.subarray(0, at);
  }

  #gather(piece: Uint8Array): void {
    for (let at = 0; at < piece.length;) {
      if (this.#filled === this.#room.length) this.#makeRoom(this.announced_bytes - this.length - at);
      const part = piece.subarray(at, at + this.#room.length - this.#filled);
      this.#room.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  #makeRoom(missing_bytes: number): void {
    const bytes = Math.max(first_room_bytes, 2 * this.#room.length);
    this.#endRoom();
    this.#room = new Uint8Array(Math.min(bytes, missing_bytes));
  }

  /** Of one that is hardly filled no more is kept than that. */
  #endRoom(): void {
    const [room, filled] = [this.#room, this.#filled];
    if (filled > 0)
      this.#ended.push(2 * filled < room.length ? room.slice(0, filled) : room.subarray(0, filled));
    this.#room = new Uint8Array();
    this.#filled = 0;
  }
}
