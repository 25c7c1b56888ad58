import { ChatError } from "../protocol/errors.ts";
import { requireLogin } from "./access.ts";
import type { Context, RateName } from "./context.ts";
import type { Session } from "./session.ts";

/** Counts one request of this user. Throws ChatError `rate_limited` with the time to wait. */
export function takeRate(context: Context, session: Session, rate: RateName): void {
  const wait_ms = context.rates[rate].take(requireLogin(session).user_id, context.clock.now());
  if (wait_ms > 0) throw rateLimited("You are too fast.", wait_ms);
}

/** Counts one, when there is room for it: for a protocol that has no word for refusing such a request. */
export async function awaitRate({ rates, clock }: Context, session: Session, rate: RateName): Promise<void> {
  for (;;) {
    const wait_ms = rates[rate].take(requireLogin(session).user_id, clock.now());
    if (wait_ms === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.after(wait_ms, resolve);
    await promise;
  }
}

export const rateLimited = (what: string, wait_ms: number): ChatError =>
  new ChatError("rate_limited", `${what} Try again in ${inWords(wait_ms)}.`, wait_ms);

function inWords(wait_ms: number): string {
  const seconds = wait_ms / 1_000;
  if (seconds <= 10) return `${(Math.ceil(seconds * 10) / 10).toFixed(1)} s`;
  return seconds <= 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} minutes`;
}
