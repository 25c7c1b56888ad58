import type { Hub } from "./hub.ts";
import type { Bus } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { Passwords } from "./ports/passwords.ts";
import type { Store } from "./ports/store.ts";
import type { PresenceBoard } from "./presence-board.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { TypingLimit } from "./typing-limit.ts";

/** What every handler is given: the parts of one server, made in one place and handed down. */
export interface Context {
  readonly store: Store;
  readonly bus: Bus;
  readonly hub: Hub;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly log: Log;
  readonly presence: PresenceBoard;
  readonly typing: TypingLimit;
  readonly rates: Readonly<Record<RateName, RateLimit>>;
  readonly settings: ServerSettings;
}

/** Kinds of requests that share a limit. */
export type RateName = "message" | "change";

export interface ServerSettings {
  readonly name: string;
  readonly version: string;
  readonly session_ms: number;
  readonly heartbeat_interval_ms: number;
}
