import type { Hub } from "./hub.ts";
import type { Bus } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { Passwords } from "./ports/passwords.ts";
import type { Store } from "./ports/store.ts";
import type { RateLimit } from "./rate-limit.ts";

/** What every handler is given: the parts of one server, made in one place and handed down. */
export interface Context {
  readonly store: Store;
  readonly bus: Bus;
  readonly hub: Hub;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly log: Log;
  readonly rate: RateLimit;
  readonly settings: ServerSettings;
}

export interface ServerSettings {
  readonly name: string;
  readonly version: string;
  readonly session_ms: number;
  readonly heartbeat_interval_ms: number;
}
