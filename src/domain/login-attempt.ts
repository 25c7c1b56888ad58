import { ChatError } from "../protocol/errors.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";
import { rateLimited } from "./take-rate.ts";

/**
 * Checks a password of this account, unless too many were wrong: then throws ChatError `rate_limited`, and the
 * password is not looked at.
 */
export async function limitGuesses<Result>(
  { logins, clock }: Context,
  { address }: Session,
  username: string,
  check: () => Promise<Result>,
): Promise<Result> {
  const attempt = logins.begin(address, username, clock.steady());
  if (typeof attempt === "number") throw rateLimited("Too many failed logins.", attempt);
  try {
    const result = await check();
    attempt.succeeded();
    return result;
  } catch (error) {
    if (!(error instanceof ChatError && error.code === "wrong_credentials")) attempt.withdrawn();
    throw error;
  }
}

/** Counts one try to make an account. Throws ChatError `rate_limited`. */
export function limitRegistrations({ addresses }: Context, { address }: Session): void {
  const wait_ms = addresses.takeRegistration(address);
  if (wait_ms > 0) throw rateLimited("Too many accounts were made from your address.", wait_ms);
}
