import type { Broadcast } from "../domain/broadcast.ts";
import type { Context } from "../domain/context.ts";
import { describeFault } from "../domain/fault.ts";
import { depart } from "../domain/presence.ts";
import { type Receiver, Session } from "../domain/session.ts";
import type { CloseReason } from "../protocol/errors.ts";
import { FrameDecoder, FrameTooLarge } from "../protocol/frame.ts";
import { limits } from "../protocol/limits.ts";
import { Outbox } from "./outbox.ts";
import type { Line, Peer } from "./peer.ts";
import { TurnQueue } from "./turn-queue.ts";
import type { Wire } from "./wire.ts";

export interface ConnectionParts {
  context: Context;
  wire: Wire;
  timeouts: Timeouts;
  /** Chooses the protocol by the first payload. */
  speak: (first_payload: unknown, session: Session, line: Line) => Peer;
  /** Asks for flush() to be called at the end of this turn of the loop. */
  scheduleFlush: (connection: Connection) => void;
}

export interface Timeouts {
  login_ms: number;
  heartbeat_ms: number;
}

/** One client: bytes in, payloads through the turn queue to the peer, frames out through the outbox. */
export class Connection implements Receiver, Line {
  readonly session: Session;
  readonly #outbox: Outbox;
  readonly #decoder = new FrameDecoder(limits.frame_bytes_max_before_login);
  readonly #queue = new TurnQueue();
  /** Chunks that wait because too many requests are under way; the first one may be partly read. */
  readonly #chunks: Iterator<unknown>[] = [];
  #peer: Peer | undefined;
  #is_closing = false;
  #is_deaf = false;
  /** Resolves when there is room for answers again, or no need for any. */
  #drained = Promise.withResolvers<void>();
  #is_paused = false;
  #login_since_ms: number;
  #heard_at_ms: number;
  #login_tries = 0;
  #has_pinged = false;
  #cancelCutOff: () => void = () => {};
  /** A little less for some, so that not all are pinged in the same moment. */
  readonly #heartbeat_ms: number;

  constructor(readonly parts: ConnectionParts) {
    this.session = new Session(this, parts.wire.remote);
    this.#outbox = new Outbox(parts.wire);
    this.#heartbeat_ms = parts.timeouts.heartbeat_ms * (0.8 + 0.2 * Math.random());
    this.#login_since_ms = this.#heard_at_ms = parts.context.clock.now();
  }

  /** Bytes from the peer. The chunk is read later when too much is under way, so it must be the connection's own. */
  receive(chunk: Uint8Array): void {
    if (this.#is_closing || this.#is_deaf) return;
    this.#heard_at_ms = this.parts.context.clock.now();
    this.#has_pinged = false;
    this.#chunks.push(this.#decoder.push(chunk));
    this.#pump();
  }

  /** A fault here is this connection's alone: the others still get their event. */
  deliver(broadcast: Broadcast): void {
    try {
      this.#peer?.deliver(broadcast);
    } catch (error) {
      this.#fail(error);
    }
  }

  send(frame: Uint8Array): void {
    if (this.#is_closing) return;
    this.#outbox.add(frame);
    // What the socket would take now is no sign of a slow reader: it is written before anything is judged.
    if (this.#outbox.pending_bytes > limits.outbox_bytes_max) this.#outbox.flush();
    if (this.#outbox.pending_bytes > limits.outbox_bytes_max) this.close("slow_consumer");
    else this.parts.scheduleFlush(this);
  }

  /** Writes what waits; called at the end of a turn, and when the socket has room again. */
  flush(): void {
    const is_empty = this.#outbox.flush();
    if (this.#hasRoom()) this.#tellDrained();
    if (is_empty && this.#is_closing) this.parts.wire.end();
    else if (this.#chunks.length > 0) this.#pump();
  }

  close(reason: CloseReason): void {
    if (this.#is_closing) return;
    this.parts.context.log.debug("connection_closing", { remote: this.parts.wire.remote, reason });
    if (!this.parts.wire.is_ready) {
      this.gone();
      return this.parts.wire.terminate();
    }
    const peer = this.#peer ?? this.#speak(undefined);
    this.#outbox.add(peer.farewell(reason));
    this.gone();
    this.flush();
    // Who does not take its last frame soon is cut off.
    this.#cancelCutOff = this.parts.context.clock.after(limits.farewell_ms_max, () =>
      this.parts.wire.terminate(),
    );
  }

  /** The socket has closed. `orderly`: the peer said goodbye, so what was written before has come through. */
  closed(orderly: boolean): void {
    this.#cancelCutOff();
    if (orderly && !this.#is_closing) this.#peer?.hungUp();
    this.gone();
  }

  /** Nothing more is read, and nobody is told anything here. */
  gone(): void {
    this.#is_closing = true;
    this.#chunks.length = 0;
    this.#tellDrained();
    if (this.session.is_closed) return;
    this.session.is_closed = true;
    depart(this.parts.context, this.session);
  }

  restartLoginTimeout(): void {
    this.#login_tries++;
    if (this.#login_tries < limits.login_tries_max) this.#login_since_ms = this.parts.context.clock.now();
  }

  /** Called every second or so: gives up who does not log in, and who is silent. */
  check(now_ms: number): void {
    if (this.#is_closing) return;
    const { timeouts } = this.parts;
    if (!this.session.login) {
      // A login that waits for its turn is the server's slowness, not the peer's.
      if (this.#queue.size === 0 && now_ms - this.#login_since_ms > timeouts.login_ms)
        this.close("login_timeout");
      return;
    }
    const silent_ms = now_ms - this.#heard_at_ms;
    if (silent_ms > (this.#peer?.silence_ms ?? 0)) this.close("silent");
    else if (silent_ms > this.#heartbeat_ms && !this.#has_pinged)
      this.#has_pinged = this.#peer?.ping() ?? false;
  }

  /** Resolves when every request that has been read is answered. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /** Reads payloads until too many are under way; goes on when one of them is done. */
  #pump(): void {
    try {
      while (this.#mayRead() && this.#readOne());
    } catch (error) {
      return error instanceof FrameTooLarge ? this.#refuseTheRest() : this.#fail(error);
    }
    this.#setPaused(this.#chunks.length > 0);
  }

  /** Who has many answers under way, or does not take them, is not read from for a while. */
  #mayRead(): boolean {
    return this.#queue.size < limits.requests_in_flight_max && this.#hasRoom();
  }

  /** Nothing after an oversized frame can be trusted; what came before it is still answered. */
  #refuseTheRest(): void {
    this.#chunks.length = 0;
    this.#is_deaf = true;
    this.settled().then(
      () => this.close("too_large"),
      (error: unknown) => this.#fail(error),
    );
  }

  #readOne(): boolean {
    const chunk = this.#chunks[0];
    if (!chunk) return false;
    this.#decoder.bytes_max = this.session.login
      ? limits.frame_bytes_max
      : limits.frame_bytes_max_before_login;
    const { done, value: payload } = chunk.next();
    if (done) this.#chunks.shift();
    else this.#take(payload);
    return true;
  }

  #take(payload: unknown): void {
    const peer = this.#peer ?? this.#speak(payload);
    const answer = async () => {
      await this.#roomToAnswer();
      if (!this.#is_closing) await peer.receive(payload);
    };
    this.#queue.run(
      () => answer().finally(() => this.#chunks.length > 0 && setImmediate(() => this.#pump())),
      peer.overlaps(payload),
    );
  }

  /** Who does not take its answers gets no more of them until it does. */
  async #roomToAnswer(): Promise<void> {
    if (this.#hasRoom()) return;
    this.#outbox.flush();
    while (!this.#hasRoom() && !this.#is_closing) await this.#drained.promise;
  }

  #hasRoom(): boolean {
    return this.#outbox.pending_bytes <= limits.outbox_bytes_comfortable;
  }

  #speak(first_payload: unknown): Peer {
    this.#peer = this.parts.speak(first_payload, this.session, this);
    return this.#peer;
  }

  #fail(error: unknown): void {
    this.parts.context.log.error("connection_failed", {
      remote: this.parts.wire.remote,
      error: describeFault(error),
    });
    this.close("internal");
  }

  #tellDrained(): void {
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
  }

  #setPaused(is_paused: boolean): void {
    if (is_paused === this.#is_paused) return;
    this.#is_paused = is_paused;
    if (is_paused) this.parts.wire.pause();
    else this.parts.wire.resume();
  }
}
