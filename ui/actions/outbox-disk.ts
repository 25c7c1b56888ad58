import { effect } from "@preact/signals";

import type { Account, HostMessage, OutboxMessage } from "../../src/protocol/bridge.ts";
import type { HostPort } from "../link/bridge.ts";
import type { Cancel, Timers } from "../link/timers.ts";
import type { Pending } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import { isSameMeeting } from "../text/same-account.ts";
import { words } from "../words/words.ts";

/** Why a message is not sent to a server that took the place of the one it was written to, when the program could not keep it. */
const heldWords = (): string => words().message_actions.held_back;

/** How often it is looked whether another page of the account has left something. */
const look_again_ms = 60_000;

/**
 * Has the client program keep the outbox of the account that is logged in: what waits to be sent outlives the
 * page, the program and a power cut. Only what the program has put on disk is sent.
 */
export class OutboxDisk {
  #account: Account | undefined;
  #loaded: (() => void) | undefined;
  #loading = Promise.resolve();
  /** What the program was told last: the failure of each message, by nonce. Nothing else of a message changes. */
  #told = new Map<string, string | null>();
  /** What the program had from this page when it was asked again; undefined when no answer is awaited. */
  #had: ReadonlySet<string> | undefined;
  #cancelLook: Cancel | undefined;

  constructor(
    private readonly store: Store,
    private readonly bridge: HostPort,
    private readonly timers: Timers,
  ) {
    effect(() => this.#tell(store.view.outbox.value));
  }

  /**
   * Puts what an earlier page left of this account into the outbox. Where this page has asked before, it resolves without
   * waiting again: what another page has left since comes with the answer, then and every minute.
   */
  load(account: Account): Promise<void> {
    if (isSameMeeting(account, this.#account)) {
      this.#askAgain();
      return this.#loading;
    }
    this.letGo();
    this.#account = account;
    this.#loading = new Promise((resolve) => {
      this.#loaded = resolve;
      this.bridge.post({ type: "outbox.load", account });
    });
    return this.#loading;
  }

  receive({ account, messages }: Extract<HostMessage, { type: "outbox.loaded" }>): void {
    if (!isSameMeeting(account, this.#account)) return;
    if (this.#loaded === undefined) return this.#takeOver(messages);
    this.#lookLater();
    this.#told = new Map(messages.map(({ nonce, failure }) => [nonce, failure]));
    const loaded = this.#loaded;
    this.#loaded = undefined;
    this.store.commit({ outbox: withLeft(this.store.state.outbox, messages) });
    loaded();
  }

  /** A message is on disk, as it was when it had this failure or none: it may be sent when that is how it is now. */
  noteKept({ account, nonce, failure }: Extract<HostMessage, { type: "outbox.kept" }>): void {
    const { outbox } = this.store.state;
    const is_meant = (one: Pending) => one.nonce === nonce && !one.kept && one.uploads === undefined;
    if (!isSameMeeting(account, this.#account) || this.#told.get(nonce) !== failure || !outbox.some(is_meant))
      return;
    this.store.commit({ outbox: outbox.map((one) => (is_meant(one) ? { ...one, kept: true } : one)) });
  }

  /** From here on nothing is kept or forgotten: what the program has stays for the next login. */
  letGo(): void {
    const loaded = this.#loaded;
    this.#account = undefined;
    this.#loaded = undefined;
    this.#had = undefined;
    this.#cancelLook?.();
    this.#told = new Map();
    // Who still waits goes on, and finds that the connection is another one.
    loaded?.();
  }

  #lookLater(): void {
    this.#cancelLook?.();
    this.#cancelLook = this.timers.after(look_again_ms, () => this.#askAgain());
  }

  #askAgain(): void {
    const account = this.#account;
    if (account === undefined || this.#loaded !== undefined) return;
    this.#had = new Set([...(this.#had ?? []), ...this.#told.keys()]); // an earlier question may still be open
    this.bridge.post({ type: "outbox.load", account });
    this.#lookLater();
  }

  /** What this page has told, and may have taken back since, is none of what another one left. */
  #takeOver(messages: readonly OutboxMessage[]): void {
    const had = this.#had;
    this.#had = undefined;
    if (had === undefined) return;
    const left = messages.filter(({ nonce }) => !had.has(nonce) && !this.#told.has(nonce));
    if (left.length === 0) return;
    for (const { nonce, failure } of left) this.#told.set(nonce, failure);
    this.store.commit({ outbox: [...left.map(asPending), ...this.store.state.outbox] });
  }

  #tell(outbox: readonly Pending[]): void {
    const account = this.#account;
    if (account === undefined || this.#loaded !== undefined) return;
    const before = this.#told;
    const messages = outbox.map(withoutUploads);
    this.#told = new Map(messages.map(({ nonce, failure }) => [nonce, failure]));
    for (const message of messages)
      if (!before.has(message.nonce) || before.get(message.nonce) !== message.failure)
        this.bridge.post({ type: "outbox.put", account, message });
    for (const nonce of before.keys())
      if (!this.#told.has(nonce)) this.bridge.post({ type: "outbox.drop", account, nonce });
  }
}

/**
 * What an earlier page could not send was written first. Whether it can be sent is for the server to say. What
 * this page wrote over another connection and the program does not have must not go to whoever is there now.
 */
function withLeft(outbox: readonly Pending[], left: readonly OutboxMessage[]): readonly Pending[] {
  const nonces = new Set(left.map(({ nonce }) => nonce));
  const others = outbox.filter(({ nonce }) => !nonces.has(nonce));
  return [...left.map(asPending), ...others.map((one) => ({ ...one, failure: one.failure ?? heldWords() }))];
}

/** What another page could do with a message. Files that are not up yet go with this page. */
function withoutUploads({ kept: _kept, tries: _tries, uploads, ...message }: Pending): OutboxMessage {
  if (uploads === undefined) return message;
  const names = uploads.map(({ name }) => name).join(", ");
  return { ...message, failure: words().uploads.left_behind(names) };
}

const asPending = (message: OutboxMessage): Pending => ({ ...message, kept: true, tries: 0 });
