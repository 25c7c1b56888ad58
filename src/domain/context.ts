import type { AddressLimits } from "./address-limits.ts";
import type { Allowance } from "./allowance.ts";
import type { FileDesk } from "./files/file-desk.ts";
import type { Hub } from "./hub.ts";
import type { LoginLimits } from "./login-limits.ts";
import type { Bus } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { Loop } from "./ports/loop.ts";
import type { Memory } from "./ports/memory.ts";
import type { Passwords } from "./ports/passwords.ts";
import type { Search } from "./ports/search.ts";
import type { Store } from "./ports/store.ts";
import type { Turns } from "./ports/turns.ts";
import type { PresenceBoard } from "./presence-board.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { TypingLimit } from "./typing-limit.ts";

/** What every handler is given: the parts of one server, made in one place and handed down. */
export interface Context {
  readonly store: Store;
  readonly search: Search;
  readonly bus: Bus;
  readonly hub: Hub;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly log: Log;
  readonly loop: Loop;
  readonly turns: Turns;
  readonly memory: Memory;
  readonly presence: PresenceBoard;
  readonly typing: TypingLimit;
  readonly addresses: AddressLimits;
  readonly logins: LoginLimits;
  /** Undefined on a server that takes no files. */
  readonly files: FileDesk | undefined;
  readonly rates: Readonly<Record<RateName, Rate> & { message: RateLimit; addition: Allowance<string> }>;
  readonly settings: ServerSettings;
}

/** Kinds of requests that share a limit of each user. */
export type RateName =
  | "message"
  | "change"
  | "search"
  | "request"
  | "catch_up"
  | "list"
  | "call"
  | "creation"
  | "upload"
  | "finish"
  | "part"
  | "profile";

export interface Rate<Key = number> {
  /** Takes one and returns 0, or takes none and returns how many milliseconds to wait. Of a user, where nothing else is said. */
  take(key: Key, now_ms: number): number;
  sweep(now_ms: number): void;
}

export interface ServerSettings {
  readonly name: string;
  readonly version: string;
  readonly session_ms: number;
  readonly heartbeat_interval_ms: number;
}
