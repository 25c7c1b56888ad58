import { effect } from "@preact/signals";

import type { Account, HostMessage, OutboxMessage } from "../../src/protocol/bridge.ts";
import type { Bridge } from "../link/bridge.ts";
import type { Pending, State } from "../state/state.ts";
import type { Store } from "../state/store.ts";

/**
 * Has the client program keep the outbox of the account that is logged in: what waits to be sent outlives the
 * page and the program. The program is told of every change of the outbox before anything is sent.
 */
export class OutboxDisk {
  #account: Account | undefined;
  #loaded: (() => void) | undefined;
  /** What the program keeps now. */
  #kept = new Map<string, Pending>();

  constructor(
    private readonly store: Store,
    private readonly bridge: Bridge,
  ) {
    effect(() => this.#keep(store.view.outbox.value));
  }

  /** Puts what an earlier page left of this account into the outbox, unless this page has asked before. To be called when the channels are known. */
  load(account: Account): Promise<void> {
    if (isSame(account, this.#account)) return Promise.resolve();
    this.letGo();
    this.#account = account;
    return new Promise((resolve) => {
      this.#loaded = resolve;
      this.bridge.post({ type: "outbox.load", account });
    });
  }

  receive({ account, messages }: Extract<HostMessage, { type: "outbox.loaded" }>): void {
    if (!isSame(account, this.#account) || this.#loaded === undefined) return;
    this.#kept = new Map(messages.map((message) => [message.nonce, message]));
    const loaded = this.#loaded;
    this.#loaded = undefined;
    this.store.commit(withLeft(this.store.state, messages));
    loaded();
  }

  /** From here on nothing is kept or forgotten: what the program has stays for the next login. */
  letGo(): void {
    this.#account = undefined;
    this.#loaded = undefined;
    this.#kept = new Map();
  }

  #keep(outbox: readonly Pending[]): void {
    const account = this.#account;
    if (account === undefined || this.#loaded !== undefined) return;
    const before = this.#kept;
    this.#kept = new Map(outbox.map((pending) => [pending.nonce, pending]));
    for (const message of outbox)
      if (before.get(message.nonce) !== message) this.bridge.post({ type: "outbox.put", account, message });
    for (const nonce of before.keys())
      if (!this.#kept.has(nonce)) this.bridge.post({ type: "outbox.drop", account, nonce });
  }
}

/** What an earlier page could not send was written first. In a channel one has left it cannot be sent any more. */
function withLeft({ outbox, channels }: State, left: readonly OutboxMessage[]): Partial<State> {
  const sendable = left.filter(({ channel_id }) => channels.get(channel_id)?.joined === true);
  return { outbox: [...sendable, ...outbox] };
}

const isSame = (a: Account, b: Account | undefined): boolean =>
  a.server_id === b?.server_id && a.user_id === b.user_id;
