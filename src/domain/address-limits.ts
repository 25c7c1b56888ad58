import { limits } from "../protocol/limits.ts";
import { Allowance } from "./allowance.ts";
import type { AddressKey, Admission } from "./ports/admission.ts";
import type { Clock } from "./ports/clock.ts";

export interface AddressLimitOptions {
  clock: Pick<Clock, "steady">;
  keyOf: AddressKey;
  /** Each 0 for no limit. */
  connections_max: number;
  connections_per_minute: number;
  registrations_per_hour: number;
}

/**
 * What one address may do to the server: connections at once, new ones in a minute, accounts in an hour. The page, which
 * comes before a connection, may be asked for so often that each of the new connections can have one; before a login
 * so much may be asked as each of them needs to log in; and of channels there are made so many as suit the accounts.
 */
export class AddressLimits implements Admission {
  readonly #options: AddressLimitOptions;
  /** Connections that are open, of addresses that have any. */
  readonly #open = new Map<string, number>();
  readonly #arrivals: Allowance<string>;
  readonly #requests: Allowance<string>;
  readonly #guest_requests: Allowance<string>;
  readonly #registrations: Allowance<string>;
  readonly #creations: Allowance<string>;
  readonly #additions = new Allowance<string>(limits.additions_of_user_per_hour, 3_600_000);
  #refused = 0;

  constructor(options: AddressLimitOptions) {
    this.#options = options;
    this.#arrivals = new Allowance(options.connections_per_minute, 60_000);
    const forEach = (count: number) => new Allowance<string>(options.connections_per_minute * count, 60_000);
    this.#requests = forEach(limits.web_requests_per_connection);
    this.#guest_requests = forEach(limits.guest_requests_per_connection);
    this.#registrations = new Allowance(options.registrations_per_hour, 3_600_000);
    const creations_per_hour = options.registrations_per_hour * limits.creations_per_registration;
    this.#creations = new Allowance(creations_per_hour, 3_600_000);
  }

  /** Whom turns are counted for; who is exempt from limits takes them all the same, each address its own. */
  countsAs(address: string): string {
    return this.#options.keyOf(address) ?? address;
  }

  enter(address: string): number {
    const { clock, connections_max } = this.#options;
    const key = this.#options.keyOf(address);
    if (key === undefined) return 0;
    const open = this.#open.get(key) ?? 0;
    const is_full = connections_max > 0 && open >= connections_max;
    const wait_ms = is_full ? limits.crowded_retry_ms : this.#arrivals.take(key, clock.steady());
    if (wait_ms > 0) this.#refused++;
    else this.#open.set(key, open + 1);
    return wait_ms;
  }

  leave(address: string): void {
    const key = this.#options.keyOf(address);
    if (key === undefined) return;
    const open = (this.#open.get(key) ?? 0) - 1;
    if (open > 0) this.#open.set(key, open);
    else this.#open.delete(key);
  }

  takeRequest(address: string): number {
    const key = this.#options.keyOf(address);
    return key === undefined ? 0 : this.#requests.take(key, this.#options.clock.steady());
  }

  /** Takes one request of a connection that is not logged in and returns 0, or returns how many milliseconds to wait. */
  takeGuestRequest(address: string): number {
    const key = this.#options.keyOf(address);
    return key === undefined ? 0 : this.#guest_requests.take(key, this.#options.clock.steady());
  }

  /** Takes one registration and returns 0, or returns how many milliseconds to wait. */
  takeRegistration(address: string): number {
    const key = this.#options.keyOf(address);
    return key === undefined ? 0 : this.#registrations.take(key, this.#options.clock.steady());
  }

  /** Takes one channel that is made, by whatever account, and returns 0, or returns how many milliseconds to wait. */
  takeCreation(address: string): number {
    const key = this.#options.keyOf(address);
    return key === undefined ? 0 : this.#creations.take(key, this.#options.clock.steady());
  }

  /** Takes one channel to which somebody is added, by whatever account, and returns 0, or returns how many milliseconds to wait. */
  takeAddition(address: string, user_id: number): number {
    const key = this.#options.keyOf(address);
    return key === undefined ? 0 : this.#additions.take(`${key} ${user_id}`, this.#options.clock.steady());
  }

  /** They were not added after all. */
  giveBackAddition(address: string, user_id: number): void {
    const key = this.#options.keyOf(address);
    if (key !== undefined) this.#additions.giveBack(`${key} ${user_id}`, this.#options.clock.steady());
  }

  /** How many connections were refused since this was asked last. */
  takeRefused(): number {
    const refused = this.#refused;
    this.#refused = 0;
    return refused;
  }

  sweep(now_ms: number): void {
    this.#arrivals.sweep(now_ms);
    this.#requests.sweep(now_ms);
    this.#guest_requests.sweep(now_ms);
    this.#registrations.sweep(now_ms);
    this.#creations.sweep(now_ms);
    this.#additions.sweep(now_ms);
  }
}
