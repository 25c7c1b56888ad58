import { ChatError, type ErrorCode } from "../../src/protocol/errors.ts";
import type { ChatEvent, Reply, ReplyError, RequestInput, RequestName } from "../../src/protocol/registry.ts";
import { systemClock } from "../../src/system/clock.ts";
import { type Address, type Frame, FrameSocket } from "./frame-socket.ts";

interface Asked {
  resolve: (ok: unknown) => void;
  reject: (error: unknown) => void;
}

export interface LinkOptions {
  /** After so long without a frame it pings; after twice as long it ends. */
  heartbeat_ms: number;
  onEvent: (event: ChatEvent) => void;
  onSilence: () => void;
}

/** One connection of a replica: requests and their replies, events, and the beat that finds a path gone silent. */
export class ReplicaLink {
  /** Resolves when the connection has ended. */
  readonly ended: Promise<void>;
  readonly #asked = new Map<number, Asked>();
  #last_id = 0;
  #heard_at_ms = performance.now();
  #has_pinged = false;
  #is_ended = false;
  #cancelBeat = () => {};

  private constructor(
    readonly socket: FrameSocket,
    readonly options: LinkOptions,
  ) {
    this.ended = this.#read();
    this.#beat();
  }

  /** Rejects when nobody listens there. */
  static async open(address: Address, options: LinkOptions): Promise<ReplicaLink> {
    return new ReplicaLink(await FrameSocket.connect(address), options);
  }

  /** Rejects with a ChatError when the answer is an error, and with an Error when the connection ends before it. */
  ask<N extends RequestName>(type: N, body: RequestInput<N>): Promise<Reply<N>> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (this.#is_ended) reject(new Error("the connection has ended"));
    const id = ++this.#last_id;
    this.#asked.set(id, { resolve, reject });
    this.socket.sendFrame({ id, type, body });
    return promise as Promise<Reply<N>>; // the server answers a request with its reply
  }

  end(): void {
    this.socket[Symbol.dispose]();
  }

  async #read(): Promise<void> {
    try {
      for (;;) this.#take(await this.socket.nextFrame());
    } catch {
      // it has ended, or said what no server says: either way there is nothing more to read
    }
    this.#is_ended = true;
    this.#cancelBeat();
    this.end();
    for (const { reject } of this.#asked.values()) reject(new Error("the connection has ended"));
  }

  #take(frame: Frame): void {
    this.#heard_at_ms = performance.now();
    this.#has_pinged = false;
    const { re } = frame;
    if (typeof re !== "number") return this.options.onEvent(frame as unknown as ChatEvent); // what is no reply is an event
    const asked = this.#asked.get(re);
    this.#asked.delete(re);
    const error = frame["error"] as ReplyError | undefined;
    if (error) asked?.reject(new ChatError(error.code as ErrorCode, error.message, error.retry_after_ms));
    else asked?.resolve(frame["ok"]);
  }

  #beat(): void {
    if (this.#is_ended) return;
    const { heartbeat_ms, onSilence } = this.options;
    const silent_ms = performance.now() - this.#heard_at_ms;
    if (silent_ms > 2 * heartbeat_ms) {
      onSilence();
      return this.end();
    }
    if (silent_ms > heartbeat_ms && !this.#has_pinged) {
      this.#has_pinged = true;
      this.ask("ping", {}).catch(() => {}); // its answer is a sign of life and nothing else
    }
    this.#cancelBeat = systemClock.after(heartbeat_ms / 4, () => this.#beat());
  }
}
