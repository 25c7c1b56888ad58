import type { HostMessage, ServerAddress } from "../../src/protocol/bridge.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { ChatEvent, Reply, ReplyFrame, RequestInput, RequestName } from "../../src/protocol/registry.ts";
import type { HostPort } from "./bridge.ts";
import { CallTable } from "./call-table.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type Closing, isPassing, LinkDown, Untrusted } from "./link-error.ts";
import type { Timers } from "./timers.ts";

/** How the server proved itself; null without TLS. */
export type Tls = Extract<HostMessage, { type: "link.up" }>["tls"];

export interface Opened {
  hello: Reply<"hello">;
  tls: Tls;
}

/** What the greeting says of this client; `device` is what the list of one's devices calls it. */
export interface ClientAbout {
  version: string;
  device: string;
}

export interface LinkListener {
  /** An event of the server. Comes in order with the `settle` of replies. */
  event(event: ChatEvent): void;
  /** A reply of whatever kind, right before its `settle`. */
  reply(reply: unknown): void;
  /** A connection that `open` had made has ended. Not called after `hangUp`. */
  down(down: LinkDown): void;
}

export interface RequestOptions<N extends RequestName> {
  /**
   * Called with the reply before any later frame is looked at, which a promise cannot promise. What
   * commits a reply to the state belongs here, or an event right behind it would be overwritten.
   */
  settle?: (reply: Reply<N>) => void;
  timeout_ms?: number;
}

/** Whatever a server asks for: not so often that it is a load, not so seldom that nothing is ever found. */
const interval_min_ms = 5_000;
const interval_max_ms = 600_000;
const request_timeout_ms = 15_000;

/** One connection to a server at a time, over the bridge: dialling, the greeting, requests, events, the heartbeat. */
export class Link {
  #number: number;
  #stage: "idle" | "dialing" | "greeting" | "up" = "idle";
  #dialing: { resolve(tls: Tls): void; reject(error: Error): void } | undefined;
  #closing: Closing | undefined;
  #heartbeat: Heartbeat | undefined;
  readonly #calls: CallTable;

  constructor(
    private readonly bridge: HostPort,
    private readonly timers: Timers,
    private readonly about: () => ClientAbout,
    private readonly listener: LinkListener,
  ) {
    // Starts from the clock, so that a reloaded page never uses a number the host has seen.
    this.#number = timers.now_ms();
    this.#calls = new CallTable(timers);
  }

  /** Which connection this is, or was last: another one has another number. */
  get number(): number {
    return this.#number;
  }

  get is_up(): boolean {
    return this.#stage === "up";
  }

  /**
   * Dials and greets. `trust` is the fingerprint of a certificate that the person accepted.
   * Rejects with LinkDown, Untrusted, NoAnswer or the ChatError of the greeting; the link is then closed.
   */
  async open(server: ServerAddress, trust?: string): Promise<Opened> {
    this.hangUp();
    const link = ++this.#number;
    this.#stage = "dialing";
    const tls = await new Promise<Tls>((resolve, reject) => {
      this.#dialing = { resolve, reject };
      this.bridge.post({ type: "dial", link, server, ...(trust === undefined ? {} : { trust }) });
    });
    try {
      const { version, device } = this.about();
      const hello = await this.request("hello", {
        protocol: limits.protocol_version,
        client: { name: "chat", version },
        device,
      });
      // The server's answer and the loss of the link may have come in one go.
      if (link !== this.#number || !this.#isGreeting())
        throw new LinkDown("lost", "The connection was lost.");
      this.#startHeartbeat(hello.heartbeat_interval_ms);
      return { hello, tls };
    } catch (error) {
      if (link === this.#number) this.hangUp();
      throw error;
    }
  }

  /** Rejects with ChatError (the server's answer), NoAnswer (after timeout_ms) or LinkDown. */
  request<N extends RequestName>(
    type: N,
    body: RequestInput<N>,
    { settle, timeout_ms = request_timeout_ms }: RequestOptions<N> = {},
  ): Promise<Reply<N>> {
    if (this.#stage === "idle" || this.#stage === "dialing")
      return Promise.reject(new LinkDown("lost", "There is no connection."));
    return new Promise((resolve, reject) => {
      const settled = (ok: unknown) => {
        const reply = ok as Reply<N>; // the host has checked it against the declaration
        this.listener.reply(reply);
        settle?.(reply);
        resolve(reply);
      };
      const id = this.#calls.start(timeout_ms, settled, reject);
      this.bridge.post({ type: "send", link: this.#number, frame: { id, type, body } });
    });
  }

  /** Closes without a word to the listener; what waits for an answer is rejected with LinkDown `hung_up`. */
  hangUp(): void {
    if (this.#stage === "idle") return;
    this.bridge.post({ type: "hang_up", link: this.#number });
    this.#end(new LinkDown("hung_up", "The connection was closed."));
  }

  /** Asks the server for a sign of life at once. */
  probe(): void {
    this.#heartbeat?.probe();
  }

  /** Takes what the host says about links; anything about an earlier link is no news. */
  receive(message: HostMessage): void {
    if (!("link" in message) || message.link !== this.#number || this.#stage === "idle") return;
    if (message.type === "link.frames") return this.#receiveFrames(message.frames);
    if (message.type === "link.up") {
      this.#stage = "greeting";
      this.#dialing?.resolve(message.tls);
    } else if (message.type === "link.untrusted") {
      this.#end(new Untrusted(message.fingerprint, message.pinned));
    } else this.#lose(new LinkDown(message.code, message.message, this.#closing));
  }

  #receiveFrames(frames: readonly unknown[]): void {
    const link = this.#number;
    this.#heartbeat?.heard();
    for (const frame of frames as (ReplyFrame | ChatEvent)[]) {
      if (link !== this.#number || this.#stage === "idle") return;
      if ("re" in frame) this.#calls.receive(frame);
      else this.#receiveEvent(frame);
    }
  }

  #receiveEvent(event: ChatEvent): void {
    if (event.type === "ping") this.#ping();
    if (event.type === "connection.closing") this.#closing = event.body;
    this.listener.event(event);
  }

  #isGreeting(): boolean {
    return this.#stage === "greeting";
  }

  #startHeartbeat(interval_ms: number): void {
    this.#stage = "up";
    this.#heartbeat = new Heartbeat(
      this.timers,
      Math.min(interval_max_ms, Math.max(interval_min_ms, interval_ms)),
      () => this.#ping(),
      () => {
        this.bridge.post({ type: "hang_up", link: this.#number });
        this.#lose(new LinkDown("silent", "The server has gone silent."));
      },
    );
  }

  #ping(): void {
    // Any frame that comes is the sign of life, and when none does the heartbeat decides.
    this.request("ping", {}).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    });
  }

  #lose(down: LinkDown): void {
    const was_up = this.#stage === "up";
    this.#end(down);
    if (was_up) this.listener.down(down);
  }

  #end(error: Error): void {
    const dialing = this.#dialing;
    this.#stage = "idle";
    this.#dialing = undefined;
    this.#closing = undefined;
    this.#heartbeat?.stop();
    this.#heartbeat = undefined;
    dialing?.reject(error);
    this.#calls.rejectAll(error);
  }
}
