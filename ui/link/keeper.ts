import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { Reply } from "../../src/protocol/registry.ts";
import { backoffDelay } from "./backoff.ts";
import { LinkDown, Untrusted } from "./link-error.ts";
import type { Link, Opened } from "./link.ts";
import type { Cancel, Timers } from "./timers.ts";

/** No server can keep a client away for longer by asking for it. */
const come_back_max_ms = 300_000;

export interface KeeperListener {
  /** A try begins. */
  dialing(): void;
  /** The last try failed; the next one comes at retry_at_ms. */
  waiting(retry_at_ms: number, why: Error): void;
  /** Connected and logged in again. */
  resumed(resumed: Resumed): void;
  /** Trying again cannot help. `session_over`: the token is worth nothing any more. */
  ended(why: string, session_over: boolean): void;
  /** The certificate is not the one known; keeping has stopped, `start` with `trust` goes on. */
  untrusted(untrusted: Untrusted, server: ServerAddress, token: string): void;
}

/** `user` and `presence`: what every kind of login answers. */
export type Resumed = Opened & Pick<Reply<"session.resume">, "user" | "presence">;

/** Keeps a session connected: dials again after a loss, with growing delays, and logs in with the token alone. */
export class Keeper {
  #session: { server: ServerAddress; token: string } | undefined;
  #attempt = 0;
  #run = 0;
  #cancel_wait: Cancel | undefined;

  constructor(
    private readonly link: Link,
    private readonly timers: Timers,
    private readonly listener: KeeperListener,
  ) {}

  /** From here on a loss of the link, which is logged in now, is mended. */
  keep(server: ServerAddress, token: string): void {
    this.stop();
    this.#session = { server, token };
    this.#attempt = 0;
  }

  /** Connects and logs in with the token, and keeps at it. */
  start(server: ServerAddress, token: string, trust?: string): void {
    this.keep(server, token);
    this.#dial(trust);
  }

  stop(): void {
    this.#run++;
    this.#session = undefined;
    this.#cancel_wait?.();
    this.#cancel_wait = undefined;
  }

  /** Does not wait for the next try. Nothing happens when none is waited for. */
  tryNow(): void {
    if (this.#cancel_wait === undefined) return;
    this.#cancel_wait();
    this.#cancel_wait = undefined;
    this.#dial();
  }

  /** To be told of every loss of the link. */
  lost(down: LinkDown): void {
    if (this.#session === undefined) return;
    this.#run++; // a login that was under way over it fails by the same loss: one try has failed, not two
    this.#fail(down);
  }

  #dial(trust?: string): void {
    this.listener.dialing();
    void this.#try(++this.#run, trust);
  }

  /** Never rejects: what goes wrong is waited out or told. */
  async #try(run: number, trust?: string): Promise<void> {
    try {
      const resumed = await this.#connect(trust);
      if (run !== this.#run || resumed === undefined) return;
      this.#attempt = 0;
      this.listener.resumed(resumed);
    } catch (error) {
      if (run === this.#run) this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #connect(trust?: string): Promise<Resumed | undefined> {
    const session = this.#session;
    if (session === undefined) return undefined;
    const opened = await this.link.open(session.server, trust);
    const { user, presence } = await this.link.request("session.resume", { token: session.token });
    return { ...opened, user, presence };
  }

  #fail(error: Error): void {
    const session = this.#session;
    if (error instanceof Untrusted && session !== undefined) {
      this.stop();
      return this.listener.untrusted(error, session.server, session.token);
    }
    this.link.hangUp();
    const end = finalEnd(error);
    if (end === undefined) return this.#wait(error);
    this.stop();
    this.listener.ended(end.why, end.session_over);
  }

  #wait(error: Error): void {
    const delay_ms = this.#delay(error);
    this.#cancel_wait?.();
    this.#cancel_wait = this.timers.after(delay_ms, () => {
      this.#cancel_wait = undefined;
      this.#dial();
    });
    this.listener.waiting(this.timers.now_ms() + delay_ms, error);
  }

  /** A server that goes down on purpose tells each client its own moment to come back; after that chance spreads them. */
  #delay(error: Error): number {
    const own_ms = backoffDelay(this.#attempt++, this.timers.random());
    if (error instanceof LinkDown) return Math.min(come_back_max_ms, error.closing?.retry_after_ms ?? own_ms);
    return error instanceof ChatError ? Math.max(error.retry_after_ms ?? 0, own_ms) : own_ms;
  }
}

/** Why another try would end the same way; undefined when it may not. */
function finalEnd(error: Error): { why: string; session_over: boolean } | undefined {
  if (error instanceof LinkDown && error.closing?.retry === false)
    return { why: error.closing.message, session_over: error.closing.reason === "session_ended" };
  if (error instanceof ChatError && ["session_ended", "unsupported", "invalid"].includes(error.code))
    return { why: error.message, session_over: error.code === "session_ended" };
  return undefined;
}
