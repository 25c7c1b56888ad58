import { limits } from "../protocol/limits.ts";
import { Failures } from "./failures.ts";
import type { AddressKey } from "./ports/admission.ts";

/** One try to log in with a password, counted as failed until it is told how it went. */
export interface LoginTry {
  succeeded(): void;
  /** It was neither right nor wrong: the password was not looked at. */
  withdrawn(): void;
}

/**
 * Guessing passwords gets slower with each failure, by address and by account. So that nobody can lock an owner
 * out by failing in their name, the account's own wait is not asked of an address from which its owner has
 * come before: there the tries of that address for that account count, and no others. Tokens are never asked.
 */
export class LoginLimits {
  readonly #by_address = new Failures({ ...waits, free: limits.login_failures_free_of_address });
  readonly #by_account = new Failures({ ...waits, free: limits.login_failures_free_of_account });
  readonly #by_known_pair = new Failures({ ...waits, free: limits.login_failures_free_of_known });
  /** "account address" of logins that succeeded; the latest last. */
  readonly #known = new Set<string>();

  constructor(readonly keyOf: AddressKey) {}

  /** Counts a try, or returns how many milliseconds to wait before the next one. */
  begin(address: string, username: string, now_ms: number): LoginTry | number {
    const key = this.keyOf(address);
    if (key === undefined) return free_try;
    const account = accountOf(username);
    const pair = pairOf(account, key);
    const counted: [Failures, string][] = this.#known.has(pair)
      ? [[this.#by_known_pair, pair]]
      : [
          [this.#by_address, key],
          [this.#by_account, account],
        ];
    const wait_ms = Math.max(...counted.map(([failures, name]) => failures.waitFor(name, now_ms)));
    if (wait_ms > 0) return wait_ms;
    for (const [failures, name] of counted) failures.add(name, now_ms);
    const withdrawn = () => counted.forEach(([failures, name]) => failures.takeBack(name));
    return {
      withdrawn,
      succeeded: () => {
        withdrawn(); // the address's other failures stay: a right password of one's own clears no guesses at others
        this.#by_account.clear(account);
        this.#by_known_pair.clear(pair);
        this.noteKnown(address, username);
      },
    };
  }

  /** The account's owner has come from this address, by whatever way. */
  noteKnown(address: string, username: string): void {
    const key = this.keyOf(address);
    if (key === undefined) return;
    const pair = pairOf(accountOf(username), key);
    this.#known.delete(pair); // to the end
    this.#known.add(pair);
    const [oldest] = this.#known;
    if (this.#known.size > limits.address_keys_max && oldest !== undefined) this.#known.delete(oldest);
  }

  sweep(now_ms: number): void {
    for (const failures of [this.#by_address, this.#by_account, this.#by_known_pair]) failures.sweep(now_ms);
  }
}

const waits = {
  wait_ms: limits.login_wait_ms,
  wait_ms_max: limits.login_wait_ms_max,
  forget_ms: limits.login_failures_forget_ms,
  keys_max: limits.address_keys_max,
};

const free_try: LoginTry = { succeeded() {}, withdrawn() {} };

/** Of a name that is too long to be one, enough to keep it apart from those that are. */
const accountOf = (username: string): string =>
  username
    .trim()
    .slice(0, limits.username_chars_max + 1)
    .toLowerCase();

const pairOf = (account: string, key: string): string => `${account} ${key}`;
