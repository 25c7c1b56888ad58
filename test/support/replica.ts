import { ChatError } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { ChatEvent, EventBody } from "../../src/protocol/registry.ts";
import { systemClock } from "../../src/system/clock.ts";
import type { Address } from "./frame-socket.ts";
import { ReplicaChannel } from "./replica-channel.ts";
import { ReplicaLink } from "./replica-link.ts";

export interface ReplicaOptions {
  /** Where the server is just now. */
  address: () => Address | Promise<Address>;
  user_id: number;
  token: string;
  channel_id: number;
  /** After so long without a frame it asks whether the other side is there; after twice as long it gives up. */
  heartbeat_ms?: number;
  /** The longest pause between two tries. */
  backoff_ms_max?: number;
}

/** A message that is not acknowledged. It leaves the outbox with the server's answer and not before. */
interface Draft {
  nonce: string;
  content: string;
}

/**
 * A whole client of protocol 2 without a face, for one channel: an outbox with nonces, login by token, catch-up
 * by rev, live events, holes noticed by rev, gaps paged in, a heartbeat, and a pause with full jitter between
 * tries. It is what a stranger needs who writes a client.
 */
export class Replica {
  readonly channel: ReplicaChannel;
  readonly outbox: Draft[] = [];
  /** What the server said of each message of one's own, by nonce. */
  readonly acknowledged = new Map<string, { id: number; seq: number }>();
  /** Nonces that got answers that differ: that must never be. */
  readonly contradictions: string[] = [];
  /** Requests the server refused for good. */
  readonly refusals: ChatError[] = [];
  /** Farewells of the server, and how long after each the replica tried again. */
  readonly farewells: (EventBody<"connection.closing"> & { came_back_after_ms: number })[] = [];
  readonly counts = { logins: 0, holes: 0, gaps: 0, silences: 0 };
  /** Whether it is logged in and has caught up. */
  is_current = false;
  #link: ReplicaLink | undefined;
  /** Live events that came while the answer to a catch-up is awaited. */
  #held: ChatEvent[] | undefined;
  #is_syncing = false;
  /** The catch-ups and pages asked for, one after the other: a page read before a catch-up is taken before it. */
  #turn: Promise<unknown> = Promise.resolve();
  #sending_over: ReplicaLink | undefined;
  #is_stopped = false;
  #tries = 0;
  #farewell: { body: EventBody<"connection.closing">; at_ms: number } | undefined;
  #news = Promise.withResolvers<void>();

  constructor(readonly options: ReplicaOptions) {
    this.channel = new ReplicaChannel(options.channel_id, options.user_id);
  }

  /** Connects, and again whenever the connection ends, until stop(). */
  async run(): Promise<void> {
    while (!this.#is_stopped) {
      await this.#connect().catch((error: unknown) => {
        if (error instanceof ChatError) this.refusals.push(error); // else it is gone, perhaps in the middle of anything
      });
      this.#link?.end();
      this.#link = undefined;
      this.is_current = false;
      this.#tell();
      if (!this.#is_stopped) await this.#pause();
    }
  }

  stop(): void {
    this.#is_stopped = true;
    this.#link?.end();
    this.#tell();
  }

  /** Ends the connection, as a lost network does; the replica comes back by itself. */
  cut(): void {
    this.#link?.end();
  }

  /** Puts a message into the outbox and, when connected, on its way. */
  say(nonce: string, content = nonce): void {
    this.outbox.push({ nonce, content });
    if (this.#link && this.is_current) this.#startSending(this.#link);
  }

  /** Whether nothing is left to send, to ask or to page in. */
  get is_settled(): boolean {
    return this.is_current && this.outbox.length === 0 && this.channel.is_whole;
  }

  /** Resolves when the condition holds; looks after everything that happens. */
  async until(isSo: (replica: this) => boolean): Promise<void> {
    while (!isSo(this)) await this.#news.promise;
  }

  async #connect(): Promise<void> {
    const { heartbeat_ms = limits.heartbeat_interval_ms, token } = this.options;
    this.#held = [];
    this.#is_syncing = true;
    this.#turn = Promise.resolve();
    const link = await ReplicaLink.open(await this.options.address(), {
      heartbeat_ms,
      onEvent: (event) => this.#take(event),
      onSilence: () => void this.counts.silences++,
    });
    this.#link = link;
    await link.ask("hello", { protocol: limits.protocol_version, client: { name: "replica", version: "1" } });
    await link.ask("session.resume", { token });
    this.counts.logins++;
    await this.#sync(link);
    this.#tries = 0;
    this.#startSending(link);
    await link.ended;
  }

  /** Asks for what is missing, until nothing is; then for the older pages, if that is far behind. */
  async #sync(link: ReplicaLink): Promise<void> {
    this.#is_syncing = true;
    await this.#inTurn(async () => {
      for (let is_missing = true; is_missing;) {
        const held: ChatEvent[] = (this.#held ??= []);
        const { changes, left_out } = await link.ask("sync.catch_up", { channels: [this.channel.position] });
        for (const change of changes) {
          if (change.is_gap) this.counts.gaps++;
          this.channel.takeChanges(change);
        }
        this.#held = undefined;
        is_missing = left_out.length > 0 || held.some((event) => this.channel.apply(event) === "hole");
      }
    });
    this.#is_syncing = false;
    this.is_current = true;
    this.#tell();
    if (!this.channel.is_whole) void this.#inTurn(() => this.#pageIn(link)).catch(() => link.end());
  }

  /** Takes the page before the oldest message that is held, and asks for another one. */
  async #pageIn(link: ReplicaLink): Promise<void> {
    const { channel_id, from_seq: before_seq, is_whole } = this.channel;
    if (is_whole) return;
    const limit = limits.history_page_max;
    const page = await link.ask("message.history", { channel_id, before_seq, limit });
    const seqs = this.channel.takePage(page);
    for (let start = 0; start < seqs.length; start += limits.get_messages_max) {
      const part = seqs.slice(start, start + limits.get_messages_max);
      this.channel.takeMessages((await link.ask("message.get", { channel_id, seqs: part })).messages);
    }
    this.#tell();
    void this.#inTurn(() => this.#pageIn(link)).catch(() => link.end());
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(task, task);
    this.#turn = done;
    return done;
  }

  #take(event: ChatEvent): void {
    if (event.type === "connection.closing") this.#farewell = { body: event.body, at_ms: performance.now() };
    else if (this.#held) this.#held.push(event);
    else if (this.channel.apply(event) === "hole") this.#fillHole();
    this.#tell();
  }

  /** What comes before the catch-up is asked for is in its answer; what comes later is held. */
  #fillHole(): void {
    const link = this.#link;
    if (!link || this.#is_syncing) return;
    this.counts.holes++;
    this.is_current = false;
    this.#sync(link).catch(() => link.end());
  }

  #startSending(link: ReplicaLink): void {
    this.#sendOutbox(link).catch(() => link.end());
  }

  /** One after the other, so that they arrive in order, whatever becomes of each. */
  async #sendOutbox(link: ReplicaLink): Promise<void> {
    if (this.#sending_over === link) return;
    this.#sending_over = link;
    for (let draft = this.outbox[0]; draft; draft = this.outbox[0]) {
      const wait_ms = await this.#send(link, draft);
      if (wait_ms > 0) await pass(wait_ms);
      this.#tell();
    }
    this.#sending_over = undefined;
  }

  /** Rejects when the connection ends without an answer: the message stays in the outbox. Returns how long to wait. */
  async #send(link: ReplicaLink, { nonce, content }: Draft): Promise<number> {
    const { channel_id } = this.options;
    try {
      const { id, seq } = await link.ask("message.send", { channel_id, nonce, content });
      const before = this.acknowledged.get(nonce);
      if (before && (before.id !== id || before.seq !== seq)) this.contradictions.push(nonce);
      this.acknowledged.set(nonce, { id, seq });
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.retry_after_ms !== undefined) return error.retry_after_ms;
      this.refusals.push(error);
    }
    this.outbox.shift();
    return 0;
  }

  /** As long as the server said; else with full jitter: clients that were cut off together do not come back together. */
  async #pause(): Promise<void> {
    const farewell = this.#farewell;
    this.#farewell = undefined;
    if (farewell?.body.retry === false) return this.stop();
    const { backoff_ms_max = 30_000 } = this.options;
    const jitter_ms = Math.random() * Math.min(backoff_ms_max, 100 * 2 ** this.#tries++);
    await pass(farewell?.body.retry_after_ms ?? jitter_ms);
    if (farewell)
      this.farewells.push({ ...farewell.body, came_back_after_ms: performance.now() - farewell.at_ms });
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}

const pass = (delay_ms: number) => new Promise<void>((resolve) => systemClock.after(delay_ms, resolve));
