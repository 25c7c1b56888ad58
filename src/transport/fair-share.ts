import type { Hub } from "../domain/hub.ts";
import type { Session } from "../domain/session.ts";
import { limits } from "../protocol/limits.ts";

const guest_bytes_max = 2 * limits.frame_bytes_max_before_login;

/** What of a connection is under way: requests, and the bytes they take. */
export interface UnderWay {
  size: number;
  bytes: number;
}

/**
 * Whether a connection with so much under way may begin another request. A user's connections share the limits
 * alike, so that nobody has more by having many; what one of them may do depends on no other's answers, so none has
 * to be woken by another. One request is always allowed. Whom nobody knows yet gets little: two frames as long as theirs may be.
 */
export function mayHaveMore({ size, bytes }: UnderWay, { login }: Session, hub: Hub): boolean {
  if (size === 0) return true;
  if (login === undefined) return size < limits.requests_in_flight_max && bytes < guest_bytes_max;
  const connections = hub.connectionsOf(login.user_id);
  return (
    size < Math.floor(limits.requests_in_flight_max / connections) &&
    bytes < Math.floor(limits.in_flight_bytes_max / connections)
  );
}
