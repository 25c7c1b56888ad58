import type { CloseReason } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";

export interface Timeouts {
  /** How long a peer may take to log in; a failed try starts the time anew, some times. */
  login_ms: number;
  /** After how much silence a peer is asked whether it is there. */
  heartbeat_ms: number;
}

/** How a connection stands when its patience is asked. */
export interface Standing {
  is_logged_in: boolean;
  /** Since when a request of a peer that is not logged in is worked on: what takes long is the server's slowness, not the peer's. */
  answering_since_ms: number | undefined;
  /** The peer is not read from, so it cannot be heard. */
  is_paused: boolean;
  /** Its protocol knows a ping. */
  can_be_asked: boolean;
  /** After how much silence the peer's protocol gives a connection up: longer than until it is pinged. */
  silence_ms: number;
}

/** How long one peer is waited for: to log in, to say something, to take what it is sent. Knows no timer. */
export class Patience {
  readonly #login_ms: number;
  readonly #heartbeat_ms: number;
  #login_tries = 0;
  #login_since_ms: number;
  #heard_at_ms: number;
  /** When the peer was asked whether it is there; 0 when it has not been since it was heard. */
  #pinged_at_ms = 0;
  /** Since when the socket has taken nothing of what waits; 0 while nothing waits. */
  #stalled_since_ms = 0;

  constructor({ login_ms, heartbeat_ms }: Timeouts, now_ms: number) {
    this.#login_ms = login_ms;
    // A little less for some, so that not all are pinged in the same moment.
    this.#heartbeat_ms = heartbeat_ms * (0.8 + 0.2 * Math.random());
    this.#login_since_ms = this.#heard_at_ms = now_ms;
  }

  heard(now_ms: number): void {
    this.#heard_at_ms = now_ms;
    this.#pinged_at_ms = 0;
  }

  loginTried(now_ms: number): void {
    this.#login_tries++;
    if (this.#login_tries < limits.login_tries_max) this.#login_since_ms = now_ms;
  }

  /** Who was in has all the time again. */
  loggedOut(now_ms: number): void {
    this.#login_tries = 0;
    this.#login_since_ms = now_ms;
  }

  pinged(now_ms: number): void {
    this.#pinged_at_ms = now_ms;
  }

  /** The socket took all that waited. */
  tookAll(): void {
    this.#stalled_since_ms = 0;
  }

  /** The socket took `written` bytes, and some are left. */
  tookSome(written: number, now_ms: number): void {
    if (written > 0 || this.#stalled_since_ms === 0) this.#stalled_since_ms = now_ms;
  }

  get heard_at_ms(): number {
    return this.#heard_at_ms;
  }

  /** Until then no verdict is due on a peer that is logged in; 0 while the socket takes nothing. */
  get calm_until_ms(): number {
    return this.#stalled_since_ms === 0 ? this.#heard_at_ms + this.#heartbeat_ms : 0;
  }

  /** Why the connection is to be closed; "ping" when the peer is to be asked whether it is there. */
  verdict(now_ms: number, standing: Standing): CloseReason | "ping" | undefined {
    if (this.#stalled_since_ms > 0 && now_ms - this.#stalled_since_ms > limits.stalled_ms_max)
      return "slow_consumer";
    if (!standing.is_logged_in) {
      const is_late = now_ms - this.#login_since_ms > this.#login_ms;
      // What is begun when the time is over is no reason to wait, or who asks without end would never have to log in.
      const begun_ms = standing.answering_since_ms ?? Infinity;
      const is_held_up = begun_ms - this.#login_since_ms <= this.#login_ms;
      return is_late && !is_held_up ? "login_timeout" : undefined;
    }
    if (standing.is_paused) return undefined;
    const silent_ms = now_ms - this.#heard_at_ms;
    if (silent_ms <= this.#heartbeat_ms) return undefined;
    const is_too_long = silent_ms > standing.silence_ms;
    if (this.#pinged_at_ms === 0 && (standing.can_be_asked || !is_too_long)) return "ping";
    // Also after a sleep of this machine there is time for an answer.
    const has_had_time = now_ms - this.#pinged_at_ms > this.#heartbeat_ms / 2;
    return is_too_long && has_had_time ? "silent" : undefined;
  }
}
