import { limits } from "./limits.ts";

/**
 * Framing of both protocols: a 4-byte unsigned big-endian payload length, then that many bytes of
 * UTF-8 JSON. Knows no socket.
 */

const encoder = new TextEncoder();

/** Header and payload of one value in one buffer. Throws RangeError when the payload is over frame_bytes_max. */
export function encodeFrame(value: unknown): Uint8Array {
  const payload = encoder.encode(JSON.stringify(value));
  if (payload.length > limits.frame_bytes_max) throw new RangeError(`frame of ${payload.length} bytes`);
  const frame = new Uint8Array(limits.frame_header_bytes + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame.set(payload, limits.frame_header_bytes);
  return frame;
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

/**
 * Turns a stream of byte chunks into payloads. Allocates an announced length once and fills it, so a
 * frame that arrives byte by byte costs no copying.
 */
export class FrameDecoder {
  #header = new Uint8Array(limits.frame_header_bytes);
  #header_filled = 0;
  #payload: Uint8Array | undefined;
  #payload_filled = 0;
  readonly #text = new TextDecoder("utf-8", { fatal: true });

  constructor(public bytes_max: number = limits.frame_bytes_max) {}

  /**
   * Yields the parsed JSON of each frame that is complete with this chunk, or `malformed`.
   * Throws FrameTooLarge as soon as a header announces more than bytes_max, which is read anew for
   * each frame, so that a login in the middle of a chunk raises it.
   */
  *push(chunk: Uint8Array): Generator<unknown> {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#payload === undefined) {
        offset += this.#fillHeader(chunk, offset);
        if (this.#header_filled < limits.frame_header_bytes) return;
        this.#startPayload();
      } else {
        const part = chunk.subarray(offset, offset + this.#payload.length - this.#payload_filled);
        this.#payload.set(part, this.#payload_filled);
        this.#payload_filled += part.length;
        offset += part.length;
      }
      if (this.#payload !== undefined && this.#payload_filled === this.#payload.length)
        yield this.#takePayload();
    }
  }

  #fillHeader(chunk: Uint8Array, offset: number): number {
    const part = chunk.subarray(offset, offset + limits.frame_header_bytes - this.#header_filled);
    this.#header.set(part, this.#header_filled);
    this.#header_filled += part.length;
    return part.length;
  }

  #startPayload(): void {
    const announced_bytes = new DataView(this.#header.buffer).getUint32(0);
    if (announced_bytes > this.bytes_max) throw new FrameTooLarge(announced_bytes);
    this.#header_filled = 0;
    this.#payload = new Uint8Array(announced_bytes);
    this.#payload_filled = 0;
  }

  #takePayload(): unknown {
    const payload = this.#payload;
    this.#payload = undefined;
    try {
      return JSON.parse(this.#text.decode(payload));
    } catch {
      return malformed;
    }
  }
}
