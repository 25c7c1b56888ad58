import type { Socket } from "bun";

import { encodeFrame, FrameDecoder } from "../../src/protocol/frame.ts";
import { WebFraming } from "./web-framing.ts";

export interface Address {
  host: string;
  port: number;
  tls: boolean;
  /** Whether the frames travel in the messages of a WebSocket. */
  web?: boolean;
}

/** Any frame of either protocol. */
export type Frame = Record<string, unknown>;

/** A frame around a payload that is written out, as text or bytes. */
export function frameOf(payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return Buffer.concat([headerOf(bytes.length), bytes]);
}

/** What announces a payload of this length. */
export function headerOf(length_bytes: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length_bytes);
  return bytes;
}

/** 1000, as a WebSocket says goodbye. */
const normal_end = Uint8Array.of(3, 232);

/** A socket that sends bytes and frames, and keeps the frames that come until a test asks for them. */
export class FrameSocket {
  /** Frames that came and were not asked for yet, oldest first. */
  readonly waiting: Frame[] = [];
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  /** SHA-256 of the server's certificate; "" without TLS. */
  fingerprint = "";
  /** Given all bytes that come, as they come. */
  tap: ((bytes: Uint8Array) => void) | undefined;
  readonly #decoder = new FrameDecoder();
  #closing = Promise.withResolvers<void>();
  #is_closed = false;
  #news = Promise.withResolvers<void>();
  #unsent: Uint8Array = new Uint8Array();
  #socket: Socket | undefined;
  #web: WebFraming | undefined;

  constructor() {
    this.closed = this.#closing.promise;
  }

  static async connect(address: Address): Promise<FrameSocket> {
    const socket = new FrameSocket();
    await socket.open(address);
    return socket;
  }

  /** Rejects when nobody listens there, it is closed at once, or TLS fails. */
  async open({ host, port, tls, web = false }: Address): Promise<void> {
    const ready = Promise.withResolvers<void>();
    if (web) this.#web = new WebFraming();
    this.#socket = await Bun.connect({
      hostname: host,
      port,
      ...(tls ? { tls: { rejectUnauthorized: false } } : {}),
      socket: {
        open: () => {
          if (!tls) ready.resolve();
        },
        handshake: (socket) => {
          this.fingerprint = socket.getPeerCertificate().fingerprint256;
          ready.resolve();
        },
        data: (_socket, chunk) => this.#take(chunk),
        drain: () => this.#flush(),
        error: (_socket, error) => ready.reject(error),
        close: () => {
          ready.reject(new Error("the connection was closed"));
          this.#end();
        },
        // Who is closed before all else is told this alone.
        connectError: () => this.#end(),
      },
    });
    await ready.promise;
    if (this.#web) await this.#upgrade(this.#web, host, port);
  }

  /** Sends bytes, over a WebSocket as one message. */
  write(bytes: Uint8Array): void {
    this.writeRaw(this.#web?.message(bytes) ?? bytes);
  }

  /** Sends bytes as they are. */
  writeRaw(bytes: Uint8Array): void {
    this.#unsent = this.#unsent.length === 0 ? bytes : Buffer.concat([this.#unsent, bytes]);
    this.#flush();
  }

  sendFrame(value: unknown): void {
    this.write(encodeFrame(value));
  }

  /** What the system has not taken yet of what was sent. */
  get unsent_bytes(): number {
    return this.#unsent.length;
  }

  /** The oldest frame that fits; those before it stay. Throws when the connection ends without one. */
  async nextFrame(fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
    for (;;) {
      const index = this.waiting.findIndex(fits);
      const [frame] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (frame !== undefined) return frame;
      if (this.#is_closed)
        throw new Error(`the connection was closed; unread: ${JSON.stringify(this.waiting)}`);
      await this.#news.promise;
    }
  }

  /** Ends the connection as a client does that has said all; what comes until then is kept. */
  async hangUp(): Promise<void> {
    if (this.#web) this.writeRaw(this.#web.message(normal_end, 8));
    else this.#socket?.end();
    await this.closed;
  }

  /** Ends it without a word, as a machine does that loses its power; also at the end of a test. */
  [Symbol.dispose](): void {
    this.#socket?.terminate();
  }

  /** Reads nothing until `resume`: what the server sends piles up there. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** What a WebSocket was closed with; 0 before, and over TCP. */
  get close_code(): number {
    return this.#web?.close_code ?? 0;
  }

  async #upgrade(web: WebFraming, host: string, port: number): Promise<void> {
    this.writeRaw(web.request(host, port));
    while (web.status === "" && !this.#is_closed) await this.#news.promise;
    if (!web.status.includes(" 101 ")) throw new Error(`no WebSocket: ${web.status}`);
  }

  #take(chunk: Uint8Array): void {
    this.tap?.(chunk);
    for (const bytes of this.#web?.read(chunk) ?? [chunk]) this.#takeFrames(bytes);
    this.#tell();
  }

  #takeFrames(bytes: Uint8Array): void {
    for (const frame of this.#decoder.read(bytes)) {
      if (typeof frame !== "object" || frame === null) throw new Error(`no frame: ${String(frame)}`);
      this.waiting.push({ ...frame });
    }
  }

  #flush(): void {
    const written = this.#socket?.write(this.#unsent) ?? 0;
    this.#unsent = this.#unsent.subarray(Math.max(0, written));
  }

  #end(): void {
    this.#is_closed = true;
    this.#closing.resolve();
    this.#tell();
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}
