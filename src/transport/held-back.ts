import type { Account } from "../domain/fair-queue.ts";

/** Somebody; what they count as may change when they log in. */
interface Counted {
  readonly account: Account;
}

/** Who waits for a turn, in rounds in which each account has one: who has many connections has no more turns by that. */
export class HeldBack<T extends Counted> {
  /** The account whose turn is next stands first, and in it who has waited longest. */
  readonly #lines = new Map<Account, Set<T>>();
  /** What each counted as when they came. */
  readonly #accounts = new Map<T, Account>();

  has(each: T): boolean {
    return this.#accounts.has(each);
  }

  /** Puts somebody behind the others of their account. */
  add(each: T): void {
    const { account } = each;
    this.#accounts.set(each, account);
    const line = this.#lines.get(account);
    if (line) line.add(each);
    else this.#lines.set(account, new Set([each]));
  }

  delete(each: T): void {
    const account = this.#accounts.get(each);
    if (account === undefined) return;
    this.#accounts.delete(each);
    const line = this.#lines.get(account);
    line?.delete(each);
    if (line?.size === 0) this.#lines.delete(account);
  }

  /** Takes out whose turn it is, if anybody waits. */
  take(): T | undefined {
    const [next] = this.#lines;
    if (next === undefined) return undefined;
    const [account, line] = next;
    const [each] = line;
    if (each === undefined) return undefined;
    this.delete(each);
    if (this.#lines.delete(account)) this.#lines.set(account, line);
    return each;
  }
}
