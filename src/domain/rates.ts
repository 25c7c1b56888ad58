import { limits } from "../protocol/limits.ts";
import { Allowance } from "./allowance.ts";
import type { Context } from "./context.ts";
import { RateLimit } from "./rate-limit.ts";

/** The limits of each user. With messages_per_second 0 there are none, as for benches and tests. */
export function createRates(messages_per_second: number): Context["rates"] {
  const unless = (number: number) => (messages_per_second === 0 ? 0 : number);
  const { rate_window_ms } = limits;
  return {
    message: new RateLimit(messages_per_second, rate_window_ms),
    change: new RateLimit(unless(limits.changes_per_second), rate_window_ms),
    search: new RateLimit(unless(limits.searches_per_second), rate_window_ms),
    request: new Allowance(unless(limits.requests_per_period), limits.requests_period_ms),
    catch_up: new Allowance(unless(limits.catch_ups_per_period), limits.catch_ups_period_ms),
    list: new Allowance(unless(limits.lists_per_period), limits.lists_period_ms),
    call: new Allowance(unless(limits.calls_per_period), limits.calls_period_ms),
    creation: new Allowance(unless(limits.creations_per_period), limits.creations_period_ms),
    addition: new Allowance<string>(unless(limits.additions_per_period), limits.additions_period_ms),
    upload: new RateLimit(unless(limits.upload_requests_per_window), limits.upload_window_ms),
    finish: new RateLimit(unless(limits.upload_requests_per_window), limits.upload_window_ms),
    profile: new Allowance(unless(limits.profile_changes_per_period), limits.profile_changes_period_ms),
    part: new RateLimit(unless(limits.file_parts_per_second), rate_window_ms),
  };
}
