import type { LinkDownCode } from "../../src/protocol/bridge.ts";
import { encodeFrame, FrameDecoder, FrameTooLarge, malformed } from "../../src/protocol/frame.ts";
import type { Cancel, Timers } from "../link/timers.ts";
import { BrokenServer, checkedFrame } from "./frames.ts";

export interface ServerSocketListener {
  up(): void;
  frames(frames: unknown[]): void;
  /** Once, and the last thing that comes. */
  down(code: LinkDownCode, message: string): void;
}

const connect_ms_max = 10_000;

/** Bytes that wait for a server that does not take them; over it the connection is given up. */
const waiting_bytes_max = 8_388_608;

/** One connection of the page to its server: protocol 2 over a WebSocket. */
export class ServerSocket {
  readonly #socket: WebSocket;
  readonly #decoder = new FrameDecoder();
  readonly #cancelTimeout: Cancel;
  #has_opened = false;
  #is_down = false;

  constructor(
    url: string,
    timers: Timers,
    private readonly listener: ServerSocketListener,
    private readonly isKnown: (event_type: string) => boolean,
  ) {
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = "arraybuffer";
    this.#cancelTimeout = timers.after(connect_ms_max, () => this.#closed());
    this.#socket.addEventListener("open", () => {
      this.#cancelTimeout();
      this.#has_opened = true;
      this.listener.up();
    });
    this.#socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#receive(data));
    // Browsers tell a page nothing of why. An error is always followed by a close.
    this.#socket.addEventListener("close", () => this.#closed());
  }

  /** Sends a request. What cannot be sent is answered with an error, as the server would. */
  send(frame: Readonly<Record<string, unknown>>): void {
    if (this.#is_down || this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > waiting_bytes_max)
      return this.#end("unreachable", "The server has stopped taking what is sent.");
    const bytes = encoded(frame);
    if (bytes) return this.#socket.send(bytes);
    const error = { code: "too_large", message: "That is more than the server takes at once." };
    this.listener.frames([{ re: frame["id"], error }]);
  }

  /** Ends the connection; nothing more comes of it. */
  hangUp(): void {
    this.#is_down = true;
    this.#cancelTimeout();
    this.#socket.close();
  }

  #receive(data: unknown): void {
    if (this.#is_down) return;
    const frames: unknown[] = [];
    const problem = this.#read(data, frames);
    if (frames.length > 0) this.listener.frames(frames);
    if (problem !== undefined) this.#end("broken", problem);
  }

  /** Puts the good frames of a message into `frames`; returns what is wrong with the one after them, if anything. */
  #read(data: unknown, frames: unknown[]): string | undefined {
    try {
      if (!(data instanceof ArrayBuffer)) throw new BrokenServer("a message of text");
      for (const value of this.#decoder.read(new Uint8Array(data))) {
        if (value === malformed) throw new BrokenServer("a frame that is no JSON");
        const frame = checkedFrame(value, this.isKnown);
        if (frame !== undefined) frames.push(frame);
      }
      return undefined;
    } catch (error) {
      if (error instanceof BrokenServer || error instanceof FrameTooLarge) return error.message;
      throw error;
    }
  }

  #closed(): void {
    this.#end("unreachable", this.#has_opened ? "The connection was lost." : "The server cannot be reached.");
  }

  #end(code: LinkDownCode, message: string): void {
    if (this.#is_down) return;
    this.hangUp();
    this.listener.down(code, message);
  }
}

function encoded(frame: Readonly<Record<string, unknown>>): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(encodeFrame(frame));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
