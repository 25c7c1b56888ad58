import type { Hub } from "../domain/hub.ts";
import type { Session } from "../domain/session.ts";
import { limits } from "../protocol/limits.ts";

/**
 * Whether a connection with so many requests under way may begin another. A user's connections share the limit
 * alike, so that nobody has more by having many; what one of them may do depends on no other's answers, so none has
 * to be woken by another. One request is always allowed.
 */
export function mayHaveMore(under_way: number, { login }: Session, hub: Hub): boolean {
  if (under_way === 0) return true;
  const connections = login === undefined ? 1 : hub.connectionsOf(login.user_id);
  return under_way < Math.floor(limits.requests_in_flight_max / connections);
}
