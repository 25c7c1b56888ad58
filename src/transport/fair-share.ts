import type { Hub } from "../domain/hub.ts";
import type { Session } from "../domain/session.ts";
import { limits } from "../protocol/limits.ts";

/** What of a connection is under way: requests, and the bytes they came in. */
export interface UnderWay {
  size: number;
  bytes: number;
}

/**
 * Whether a connection with so much under way may begin another request. A user's connections share the limits
 * alike, so that nobody has more by having many; what one of them may do depends on no other's answers, so none has
 * to be woken by another. One request is always allowed.
 */
export function mayHaveMore({ size, bytes }: UnderWay, { login }: Session, hub: Hub): boolean {
  if (size === 0) return true;
  const connections = login === undefined ? 1 : hub.connectionsOf(login.user_id);
  const isWithin = (under_way: number, limit: number) => under_way < Math.floor(limit / connections);
  return isWithin(size, limits.requests_in_flight_max) && isWithin(bytes, limits.in_flight_bytes_max);
}
