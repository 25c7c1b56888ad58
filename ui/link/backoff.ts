const first_cap_ms = 1_000;
const cap_max_ms = 30_000;

/**
 * How long to wait before the next try, in ms: exponential with full jitter, so that a thousand clients
 * of a server that restarted do not come back in the same moment. `attempt` counts failed tries from 0,
 * `random` is 0 included to 1 excluded.
 */
export const backoffDelay = (attempt: number, random: number): number =>
  Math.round(random * Math.min(cap_max_ms, first_cap_ms * 2 ** Math.min(attempt, 30)));
