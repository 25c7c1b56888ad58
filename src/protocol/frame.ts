import { limits } from "./limits.ts";
import { Pieces } from "./pieces.ts";

/**
 * Framing of both protocols: a 4-byte unsigned big-endian payload length, then that many bytes of
 * UTF-8 JSON. Knows no socket.
 */

const frame_header_bytes: number = limits.frame_header_bytes;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Header and payload of one value in one buffer. Throws RangeError when the payload is over frame_bytes_max. */
export function encodeFrame(value: unknown): Uint8Array {
  const frame = encoder.encode(header_room + JSON.stringify(value));
  writeHeader(frame, 0, frame.length - frame_header_bytes);
  return frame;
}

/** The frames of values, one after the other in one buffer. Throws as encodeFrame does. */
export function encodeFrames(values: readonly unknown[]): Uint8Array {
  const frames = encoder.encode(["", ...values.map((value) => JSON.stringify(value))].join(header_room));
  for (let at = 0; at < frames.length;) {
    const next = frames.indexOf(0, at + frame_header_bytes); // of the next header: JSON has no such byte
    const end = next < 0 ? frames.length : next;
    writeHeader(frames, at, end - at - frame_header_bytes);
    at = end;
  }
  return frames;
}

/** Stands before a payload where its header goes: as many bytes as characters. */
const header_room = "\0".repeat(frame_header_bytes);

function writeHeader(frame: Uint8Array, at: number, payload_bytes: number): void {
  if (payload_bytes > limits.frame_bytes_max) throw new RangeError(`frame of ${payload_bytes} bytes`);
  frame[at] = payload_bytes >>> 24;
  frame[at + 1] = payload_bytes >>> 16;
  frame[at + 2] = payload_bytes >>> 8;
  frame[at + 3] = payload_bytes;
}

/** The announced length is over what the reader takes; nothing after it can be trusted. */
export class FrameTooLarge extends Error {
  constructor(readonly announced_bytes: number) {
    super(`a frame of ${announced_bytes} bytes was announced`);
    this.name = "FrameTooLarge";
  }
}

/** The payload is not UTF-8 or not JSON. The framing itself is intact: the next frame can be read. */
export const malformed: unique symbol = Symbol("malformed");

/** The rest of the next frame has not come yet. */
export const incomplete: unique symbol = Symbol("incomplete");

/** The bytes of a payload, or the parts in which it came. */
export type Payload = Uint8Array | Pieces;

/** To be read at once: what is joined for it is of use only until the next is. */
export const bytesOf = (payload: Payload): Uint8Array =>
  payload instanceof Pieces ? payload.joined() : payload;

/** Turns a stream of byte chunks into payloads. A frame that lies whole in a chunk is read from there. */
export class FrameDecoder {
  /** What has come and is not read yet: nearly always one chunk or none, so there is no list of them before there are two. */
  #chunk: Uint8Array | undefined;
  #more: Uint8Array[] | undefined;
  /** Bytes of the first chunk that are read already. */
  #offset = 0;
  /** Of a header that comes in parts: how many bytes have come, and the number that they make. */
  #header_bytes = 0;
  #length_bytes = 0;
  /** Of a frame whose header has come in an earlier chunk. */
  #pieces: Pieces | undefined;

  constructor(public bytes_max: number = limits.frame_bytes_max) {}

  /** Whether chunks wait to be read. */
  get has_chunks(): boolean {
    return this.#chunk !== undefined;
  }

  /** The frame that has begun to come, in an earlier chunk. */
  protected get begun(): Pieces | undefined {
    return this.#pieces;
  }

  /** Takes a chunk. It is not copied, so it must stay as it is until what lies in it has been read. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.#chunk === undefined) this.#chunk = chunk;
    else (this.#more ??= []).push(chunk);
  }

  /**
   * The next payload: parsed JSON, or `malformed`; `incomplete` when the rest of it has not come yet. Throws
   * FrameTooLarge as soon as a header announces more than bytes_max, which is read anew for each frame, so
   * that a login in the middle of a chunk raises it.
   */
  next(): unknown {
    const payload = this.take();
    return payload === undefined ? incomplete : parsePayload(bytesOf(payload));
  }

  /** The next payload; undefined when the rest of it has not come yet. Throws as next() does. */
  take(): Payload | undefined {
    for (let chunk = this.#chunk; chunk !== undefined; chunk = this.#chunk) {
      const payload = this.#isBegun ? this.#gathered(chunk) : this.#whole(chunk);
      if (payload !== undefined) return payload;
    }
    return undefined;
  }

  /** Takes a chunk and yields every payload that is complete with it. */
  *read(chunk: Uint8Array): Generator<unknown> {
    this.push(chunk);
    for (let value = this.next(); value !== incomplete; value = this.next()) yield value;
  }

  /** Forgets what has come. */
  clear(): void {
    this.#chunk = this.#more = this.#pieces = undefined;
    this.#offset = this.#header_bytes = this.#length_bytes = 0;
  }

  get #isBegun(): boolean {
    return this.#pieces !== undefined || this.#header_bytes > 0;
  }

  /** The payload that lies whole in the chunk; else begins to gather it. */
  #whole(chunk: Uint8Array): Payload | undefined {
    const start = this.#offset + frame_header_bytes;
    if (start > chunk.length) return this.#gathered(chunk);
    const bytes = this.#announced(lengthAt(chunk, this.#offset));
    if (start + bytes > chunk.length) return this.#gathered(chunk);
    this.#skip(chunk, frame_header_bytes + bytes);
    return chunk.subarray(start, start + bytes);
  }

  /** Takes from the chunk what is missing of a frame. The payload, once all of it is there. */
  #gathered(chunk: Uint8Array): Payload | undefined {
    if (this.#pieces === undefined) this.#readHeader(chunk);
    else this.#skip(chunk, this.#pieces.take(chunk, this.#offset));
    if (this.#pieces?.is_whole !== true) return undefined;
    const payload = this.#pieces;
    this.#pieces = undefined;
    this.#header_bytes = this.#length_bytes = 0;
    return payload;
  }

  /** What the chunk has of it. A length over the limit stays, and may be within it the next time. */
  #readHeader(chunk: Uint8Array): void {
    let at = this.#offset;
    for (; this.#header_bytes < frame_header_bytes && at < chunk.length; at++) {
      this.#length_bytes = this.#length_bytes * 256 + (chunk[at] ?? 0); // no shift: it would make a large length negative
      this.#header_bytes++;
    }
    this.#skip(chunk, at - this.#offset);
    if (this.#header_bytes === frame_header_bytes)
      this.#pieces = new Pieces(this.#announced(this.#length_bytes));
  }

  #skip(chunk: Uint8Array, bytes: number): void {
    this.#offset += bytes;
    if (this.#offset < chunk.length) return;
    this.#chunk = this.#more?.shift();
    if (this.#more?.length === 0) this.#more = undefined;
    this.#offset = 0;
  }

  #announced(bytes: number): number {
    if (bytes > this.bytes_max) throw new FrameTooLarge(bytes);
    return bytes;
  }
}

function lengthAt(chunk: Uint8Array, at: number): number {
  const high = (chunk[at] ?? 0) * 0x1_00_00_00; // as below, no shift
  return high + (((chunk[at + 1] ?? 0) << 16) | ((chunk[at + 2] ?? 0) << 8) | (chunk[at + 3] ?? 0));
}

/** The value of a payload, or `malformed`. */
export function parsePayload(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(payload));
  } catch {
    return malformed;
  }
}
