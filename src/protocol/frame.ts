import { limits } from "./limits.ts";

/**
 * Framing of both protocols: a 4-byte unsigned big-endian payload length, then that many bytes of
 * UTF-8 JSON. Knows no socket.
 */

const frame_header_bytes: number = limits.frame_header_bytes;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Header and payload of one value in one buffer. Throws RangeError when the payload is over frame_bytes_max. */
export function encodeFrame(value: unknown): Uint8Array {
  return frameOf(header_room + JSON.stringify(value));
}

/** A frame of a payload's text with room for the header before it. */
function frameOf(text: string): Uint8Array {
  const frame = encoder.encode(text);
  writeHeader(frame, 0, frame.length - frame_header_bytes);
  return frame;
}

/** The frames of values, one after the other in one buffer. Throws as encodeFrame does. */
export function encodeFrames(values: readonly unknown[]): Uint8Array {
  const texts = values.map((value) => header_room + JSON.stringify(value));
  const frames = encoder.encode(texts.join(""));
  const is_ascii = frames.length === texts.reduce((length, text) => length + text.length, 0);
  if (!is_ascii && texts.length > 1) return joined(texts.map(frameOf));
  let at = 0;
  for (const text of texts) {
    const frame_bytes = is_ascii ? text.length : frames.length;
    writeHeader(frames, at, frame_bytes - frame_header_bytes);
    at += frame_bytes;
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

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(frames.reduce((bytes, frame) => bytes + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    all.set(frame, at);
    at += frame.length;
  }
  return all;
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

/** Room is made for this much of a frame at once; a longer one gets more as its bytes come. */
const first_room_bytes = 16_384;

/**
 * Turns a stream of byte chunks into payloads. A frame that lies whole in a chunk is read from there; for one
 * that comes in parts, room is made once, or, when it is long, twice as much each time the room is full: who
 * announces a megabyte and sends a byte costs little.
 */
export class FrameDecoder {
  /** What has come and is not read yet: nearly always one chunk or none, so there is no list of them before there are two. */
  #chunk: Uint8Array | undefined;
  #more: Uint8Array[] | undefined;
  /** Bytes of the first chunk that are read already. */
  #offset = 0;
  /** Of a frame whose header came in an earlier chunk: what has come of it, header included, and how long it is. */
  #part: Uint8Array | undefined;
  #part_bytes = 0;
  #frame_bytes = frame_header_bytes;

  constructor(public bytes_max: number = limits.frame_bytes_max) {}

  /** Whether chunks wait to be read. */
  get has_chunks(): boolean {
    return this.#chunk !== undefined;
  }

  /** Takes a chunk. It is not copied, so it must stay as it is until it is read. */
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
    return payload === undefined ? incomplete : parsePayload(payload);
  }

  /** The bytes of the next payload; undefined when the rest of it has not come yet. Throws as next() does. */
  take(): Uint8Array | undefined {
    for (let chunk = this.#chunk; chunk !== undefined; chunk = this.#chunk) {
      const frame = this.#part === undefined ? this.#whole(chunk) : this.#joined(chunk, this.#part);
      if (frame !== undefined) return frame;
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
    this.#chunk = this.#more = undefined;
    this.#offset = 0;
    this.#part = undefined;
  }

  /** The payload that lies whole in the chunk; else begins to gather it. */
  #whole(chunk: Uint8Array): Uint8Array | undefined {
    const start = this.#offset;
    const there = chunk.length - start;
    const bytes = there < frame_header_bytes ? undefined : this.#announced(chunk, start);
    if (bytes !== undefined && bytes <= there) {
      this.#skip(chunk, bytes);
      return chunk.subarray(start + frame_header_bytes, start + bytes);
    }
    this.#frame_bytes = bytes ?? frame_header_bytes;
    this.#part = new Uint8Array(Math.min(this.#frame_bytes, Math.max(first_room_bytes, there)));
    this.#part_bytes = 0;
    return undefined;
  }

  /** Moves bytes of the chunk to the gathered part. The payload, once all of it is there. */
  #joined(chunk: Uint8Array, part: Uint8Array): Uint8Array | undefined {
    const room = part.length - this.#part_bytes;
    const bytes = Math.min(room, chunk.length - this.#offset);
    part.set(chunk.subarray(this.#offset, this.#offset + bytes), this.#part_bytes);
    this.#part_bytes += bytes;
    this.#skip(chunk, bytes);
    if (this.#part_bytes < part.length) return undefined;
    // A frame without a payload is as long as its header, so the header is looked at again.
    this.#frame_bytes = this.#announced(part, 0);
    if (this.#part_bytes === this.#frame_bytes) {
      this.#part = undefined;
      return part.subarray(frame_header_bytes);
    }
    this.#part = new Uint8Array(Math.min(this.#frame_bytes, Math.max(first_room_bytes, 2 * part.length)));
    this.#part.set(part);
    return undefined;
  }

  #skip(chunk: Uint8Array, bytes: number): void {
    this.#offset += bytes;
    if (this.#offset < chunk.length) return;
    this.#chunk = this.#more?.shift();
    if (this.#more?.length === 0) this.#more = undefined;
    this.#offset = 0;
  }

  /** Length of the frame whose header lies there, the header included. */
  #announced(bytes: Uint8Array, at: number): number {
    const high = (bytes[at] ?? 0) * 0x1_00_00_00; // no shift: it would make a large length negative
    const low = ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const announced_bytes = high + low;
    if (announced_bytes > this.bytes_max) throw new FrameTooLarge(announced_bytes);
    return frame_header_bytes + announced_bytes;
  }
}

/** The value of a payload, or `malformed`. */
export function parsePayload(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(payload));
  } catch {
    return malformed;
  }
}
