import type { CloseReason } from "../protocol/errors.ts";
import type { Broadcast } from "./broadcast.ts";
import type { UserRecord } from "./ports/store.ts";

/** Who hears of what happens: one, or many as one. */
export interface Hearer {
  /** `except`: those of many who are not told. */
  deliver(broadcast: Broadcast, except?: readonly Hearer[]): void;
}

/** The end of a connection that the domain sees: where events go. */
export interface Receiver extends Hearer {
  /** Says why, sends what is pending, closes. */
  close(reason: CloseReason): void;
  /** Those it can be told together with. */
  readonly group?: ReceiverGroup | undefined;
}

/** Receivers that are told the same faster in one go than one by one. */
export interface ReceiverGroup<R extends Receiver = Receiver> {
  /** These of the group as one. To be made anew when one of them has gone. */
  together(receivers: readonly R[]): Hearer;
}

/** What a login made of a connection. */
export interface Login extends UserRecord {
  session_id: number;
}

/** A guest's request waits for its turn of the guests' rate, as others of the same connection may meanwhile. */
export interface GuestWait {
  /** Resolves when it is worth looking again, or when the wait was ended. */
  promise: Promise<void>;
  /** Leaves no timer behind. */
  end(): void;
}

/** One connection, as the rules see it. Lives as long as the connection; `login` comes and goes. */
export class Session {
  login: Login | undefined;
  device = "";
  /** While set, a login is not told to others yet: the one who set it tells it. */
  is_discreet = false;
  /** Set by the client when nobody has used the device for a while. */
  is_idle = false;
  /** Set when the connection has gone: a login that was under way must not put it on the hub any more. */
  is_closed = false;
  guest_wait: GuestWait | undefined;
  /** While a request is worked on of who is not logged in: since when, by the clock that nobody sets. */
  guest_answering_since_ms: number | undefined;
  #leaving: PromiseWithResolvers<void> | undefined;

  /** `address`: where the connection comes from, as the system writes it. */
  constructor(
    readonly receiver: Receiver,
    readonly address = "",
  ) {}

  /** While the peer has gone and what it had said is still worked off: resolves when that is done. */
  get leaving(): Promise<void> | undefined {
    return this.is_closed ? undefined : this.#leaving?.promise;
  }

  /** The peer has gone. */
  leave(): void {
    this.#leaving = Promise.withResolvers();
  }

  /** The connection has gone. */
  gone(): void {
    this.is_closed = true;
    this.#leaving?.resolve();
    this.guest_wait?.end();
  }
}
