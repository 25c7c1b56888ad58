import type { Broadcast } from "../domain/broadcast.ts";
import type { Account } from "../domain/fair-queue.ts";
import { describeFault } from "../domain/fault.ts";
import { depart } from "../domain/presence.ts";
import { type Receiver, type ReceiverGroup, Session } from "../domain/session.ts";
import type { CloseReason } from "../protocol/errors.ts";
import { FrameTooLarge, incomplete } from "../protocol/frame.ts";
import { limits } from "../protocol/limits.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import { mayHaveMore } from "./fair-share.ts";
import { PacedFrames } from "./paced-frames.ts";
import type { Line, Peer } from "./peer.ts";
import { ReadingEnd } from "./reading-end.ts";
import { TurnQueue, type TurnTaker } from "./turn-queue.ts";
import type { Wire } from "./wire.ts";

/** One client: bytes in, payloads through the turn queue to the peer, frames out through the outbox. */
export class Connection extends ReadingEnd implements Receiver, Line, TurnTaker {
  readonly session: Session;
  readonly group: ReceiverGroup<Connection> | undefined;
  readonly #frames: PacedFrames;
  readonly #queue: TurnQueue;
  #peer: Peer | undefined;
  #whenGone: (() => unknown) | undefined;
  #is_deaf = false;
  #is_pump_due = false;
  #cancelCutOff: (() => void) | undefined;

  /** `address`: the peer's, as the system writes it. `is_ready`: false until a TLS handshake is done, nothing can be said before. */
  constructor(
    parts: ConnectionParts,
    wire: Wire,
    address: string,
    public is_ready = true,
  ) {
    super(parts, wire);
    this.session = new Session(this, address);
    this.group = parts.together;
    this.#frames = new PacedFrames(parts.pace, this);
    this.#queue = new TurnQueue(this, parts.pace);
  }

  /** Bytes from the peer, which must stay as they are: they are read later when too much is under way. */
  receive(chunk: Uint8Array): void {
    if (this.state !== "open" || this.#is_deaf) return;
    this.patience.heard(this.parts.context.clock.steady());
    if (this.pending_bytes === 0) this.#peer?.tookAll();
    this.#frames.push(chunk);
    this.pump();
  }

  /** A fault here is this connection's alone: the others still get their event. */
  deliver(broadcast: Broadcast): void {
    try {
      const frames = broadcast.as(this.outbox.form);
      if (frames === undefined) this.#peer?.deliver(broadcast);
      else this.send(frames);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Writes what waits; called at the end of a turn, and when the socket has room again. A fault is this connection's alone. */
  flush(): void {
    try {
      this.write();
      if (this.state === "closing") return this.outbox.pending_bytes === 0 ? this.wire.end() : undefined;
      if (!this.has_room) return;
      this.outbox.letGoOn();
      this.worked();
      this.#peer?.caughtUp();
    } catch (error) {
      this.#fail(error);
    }
  }

  close(reason: CloseReason): void {
    if (this.state === "closing") return;
    const { context } = this.parts;
    context.log.debug("connection_closing", { remote: this.session.address, reason });
    if (!this.is_ready || this.state === "left") {
      this.gone();
      return this.wire.terminate();
    }
    this.outbox.add((this.#peer ?? this.#speak(undefined)).farewell(reason), this.parts.flusher.start);
    this.gone();
    // Who does not take its last frame soon is cut off.
    const wait_ms = reason === "session_ended" ? limits.ended_farewell_ms_max : limits.farewell_ms_max;
    this.#cancelCutOff = context.clock.after(wait_ms, () => this.wire.terminate());
    this.flush();
  }

  /**
   * The socket has closed. `orderly`: the peer said goodbye, so what the socket took before has come through, as far as one can know.
   * What somebody had said before who is logged in, or whose login is under way, is worked off for a while; `whenGone` is called after it.
   */
  closed(orderly: boolean, whenGone: () => unknown = () => {}): void {
    this.#cancelCutOff?.();
    this.#whenGone = whenGone;
    if (orderly && this.state === "open" && this.pending_bytes === 0) this.#peer?.tookAll();
    this.outbox.forget();
    if (this.state === "closing" || !this.#hasSaid) return this.gone();
    this.state = "left";
    this.session.leave();
    this.#cancelCutOff = this.parts.context.clock.after(limits.farewell_ms_max, () => this.gone());
    this.pump();
  }

  /** Nothing more is read, and nobody is told anything here. */
  gone(): void {
    this.state = "closing";
    this.#frames.clear();
    this.outbox.end();
    if (!this.session.is_closed) {
      this.session.gone();
      depart(this.parts.context, this.session);
      this.outbox.leaveLane();
    }
    if (this.#whenGone === undefined) return;
    this.#cancelCutOff?.();
    this.#whenGone();
  }

  /** Gives up who does not log in, who is silent, and who takes nothing. Returns when to look again, if nothing changes. */
  check(now_ms: number): number {
    if (this.state !== "open") return Infinity;
    const { calm_until_ms } = this.patience;
    if (this.session.login !== undefined && now_ms <= calm_until_ms) return calm_until_ms + 1;
    // The socket may have room and the loop, held up itself, not have heard of it.
    if (this.outbox.left_bytes > 0) this.flush();
    const silence_ms = this.#peer?.silence_ms ?? 0;
    const verdict = this.patience.verdict(now_ms, {
      is_logged_in: this.session.login !== undefined,
      answering_since_ms: this.session.guest_answering_since_ms,
      is_paused: this.is_paused,
      can_be_asked: this.#peer?.ping !== undefined,
      silence_ms,
    });
    if (verdict === "ping") return this.#ping(now_ms, silence_ms);
    if (verdict !== undefined) this.close(verdict);
    return now_ms;
  }

  /** Returns when to look again: soon for an answer, and of who is not asked when they have been silent for too long. */
  #ping(now_ms: number, silence_ms: number): number {
    if (this.#peer?.ping === undefined) return this.patience.heard_at_ms + silence_ms + 1;
    this.#peer.ping();
    this.patience.pinged(now_ms);
    return now_ms;
  }

  get account(): Account {
    const { login, address } = this.session;
    return login?.user_id ?? this.parts.context.addresses.countsAs(address);
  }

  /** Resolves when every request that has been read is answered. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  ready(): Promise<void> | undefined {
    this.session.guest_answering_since_ms = undefined; // what it waits for now is its own
    // Who does not take its answers gets no more of them until it does.
    return this.outbox.is_free ? undefined : this.room();
  }

  work(payload: unknown): Promise<void> {
    return this.state === "closing"
      ? Promise.resolve()
      : (this.#peer ?? this.#speak(payload)).receive(payload);
  }

  /** Reads on when something waits: in another turn, so that many that end together are one reason. */
  worked(): void {
    if (this.#queue.size === 0) this.session.guest_answering_since_ms = undefined;
    if (this.session.login === undefined) this.hurry(); // it may have logged out
    if (!this.#frames.has_chunks) return this.#goWhenDone();
    if (this.#is_pump_due) return;
    this.#is_pump_due = true;
    setImmediate(() => {
      this.#is_pump_due = false;
      this.pump();
    });
  }

  /** Reads payloads until too many are under way; goes on when one of them is done. */
  pump(): void {
    try {
      while (this.#mayRead() && this.#readOne());
    } catch (error) {
      if (!(error instanceof FrameTooLarge)) return this.#fail(error);
      if (!this.#mayBecomeFit(error)) return this.#refuseTheRest();
    }
    if (this.state !== "open") return this.#goWhenDone();
    if (this.#frames.has_chunks === this.is_paused) return;
    if (this.is_paused) this.resume();
    else this.pause();
  }

  get #hasSaid(): boolean {
    const { login, guest_wait } = this.session;
    return login !== undefined || (this.#queue.size > 0 && guest_wait === undefined);
  }

  #goWhenDone(): void {
    if (this.state === "left" && this.#queue.size === 0 && !this.#frames.has_chunks) this.gone();
  }

  /** Who has many answers under way, or does not take them, is not read from for a while. */
  #mayRead(): boolean {
    return this.outbox.is_free && mayHaveMore(this.#queue, this.session, this.parts.context.hub);
  }

  #readOne(): boolean {
    this.#frames.is_guest = this.session.login === undefined;
    const payload = this.#frames.next();
    if (payload === incomplete) return false;
    const peer = this.#peer ?? this.#speak(payload);
    this.#queue.run(payload, peer.sortOf(payload), this.#frames.last_bytes);
    return true;
  }

  /** What is under way before it may be a login, which may say more: it is looked at again when that is done. */
  #mayBecomeFit({ announced_bytes }: FrameTooLarge): boolean {
    const is_guest = this.session.login === undefined;
    return is_guest && this.#queue.size > 0 && announced_bytes <= limits.frame_bytes_max;
  }

  /** Nothing after an oversized frame can be trusted; what came before it is still answered. */
  #refuseTheRest(): void {
    this.#frames.clear();
    this.#is_deaf = true;
    void this.settled().then(() => this.close("too_large"));
  }

  #speak(first_payload: unknown): Peer {
    return (this.#peer = this.parts.speak(first_payload, this.session, this));
  }

  #fail(error: unknown): void {
    const { parts, session } = this;
    parts.context.log.error("connection_failed", { remote: session.address, error: describeFault(error) });
    this.close("internal");
  }
}
