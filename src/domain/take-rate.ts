import { ChatError } from "../protocol/errors.ts";
import { requireLogin } from "./access.ts";
import type { Context, RateName } from "./context.ts";
import type { Session } from "./session.ts";

/** Counts one request of this user. Throws ChatError `rate_limited` with the time to wait. */
export function takeRate(context: Context, session: Session, rate: RateName): void {
  const wait_ms = context.rates[rate].take(requireLogin(session).user_id, context.clock.steady());
  if (wait_ms > 0) throw rateLimited("You are too fast.", wait_ms);
}

/**
 * Counts one, when there is room for it: for a protocol that has no word for refusing such a request. Room comes for
 * many in the same moment, who do not go on all at once.
 */
export async function awaitRate(
  { rates, clock, turns }: Context,
  session: Session,
  rate: RateName,
): Promise<void> {
  for (;;) {
    const { user_id } = requireLogin(session);
    const wait_ms = rates[rate].take(user_id, clock.steady());
    if (wait_ms === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.after(wait_ms, resolve);
    await promise;
    await turns.next(user_id);
  }
}

/**
 * Counts a channel that is made, or direct messages among several: all hear of it, or all of its members. Throws as `takeRate`
 * does, also when the accounts of this address have made too many together.
 */
export function takeCreation(context: Context, session: Session): void {
  takeRate(context, session, "creation");
  const wait_ms = context.addresses.takeCreation(session.address);
  if (wait_ms > 0) throw rateLimited("Too many channels were made from your address.", wait_ms);
}

/**
 * Counts that somebody is made a member of a channel by another, whoever that is: who leaves it again shall have peace, and from one
 * address nobody is buried under channels. Throws as `takeRate` does. What could not be done does not count.
 */
export async function countingAddition(
  context: Context,
  { address }: Session,
  { channel_id, user_id }: { channel_id: number; user_id: number },
  add: () => Promise<void>,
): Promise<void> {
  const { rates, addresses, clock } = context;
  const key = `${channel_id}:${user_id}`;
  const wait_ms = rates.addition.take(key, clock.steady());
  if (wait_ms > 0) throw rateLimited("This person was added here too often.", wait_ms);
  try {
    takeAdditions(context, address, [user_id]);
    await add().catch((error: unknown) => {
      addresses.giveBackAddition(address, user_id);
      throw error;
    });
  } catch (error) {
    rates.addition.giveBack(key, clock.steady());
    throw error;
  }
}

/** Counts an addition of each of them, to whatever channel, by somebody at this address. Throws as `takeRate` does, and then counts none. */
export function takeAdditions({ addresses }: Context, address: string, user_ids: readonly number[]): void {
  for (const [at, user_id] of user_ids.entries()) {
    const wait_ms = addresses.takeAddition(address, user_id);
    if (wait_ms === 0) continue;
    for (const counted of user_ids.slice(0, at)) addresses.giveBackAddition(address, counted);
    throw rateLimited("This person was added too often from your address.", wait_ms);
  }
}

export const rateLimited = (what: string, wait_ms: number): ChatError =>
  new ChatError("rate_limited", `${what} Try again in ${inWords(wait_ms)}.`, wait_ms);

function inWords(wait_ms: number): string {
  const seconds = wait_ms / 1_000;
  if (seconds <= 10) return `${(Math.ceil(seconds * 10) / 10).toFixed(1)} s`;
  if (seconds <= 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
