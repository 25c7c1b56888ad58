import { LocalBus } from "../../src/bus/local.ts";
import type { Context } from "../../src/domain/context.ts";
import { Hub } from "../../src/domain/hub.ts";
import type { Clock } from "../../src/domain/ports/clock.ts";
import type { Log, LogFields } from "../../src/domain/ports/log.ts";
import { PresenceBoard } from "../../src/domain/presence-board.ts";
import { RateLimit } from "../../src/domain/rate-limit.ts";
import { TypingLimit } from "../../src/domain/typing-limit.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { createPasswords } from "../../src/system/passwords.ts";

/** A log that a test can read. */
export class KeptLog implements Log {
  readonly entries: { level: string; event: string; fields: LogFields }[] = [];
  debug = this.#keep("debug");
  info = this.#keep("info");
  warn = this.#keep("warn");
  error = this.#keep("error");

  #keep(level: string) {
    return (event: string, fields: LogFields = {}) => void this.entries.push({ level, event, fields });
  }
}

/** The real parts of a server around a database in memory, with cheap password hashes. */
export async function createTestContext(clock: Clock): Promise<Context & { log: KeptLog }> {
  const log = new KeptLog();
  const bus = new LocalBus();
  const hub = new Hub();
  bus.subscribe((delivery) => hub.deliver(delivery));
  return {
    store: await openStore({ path: ":memory:", clock, log }),
    bus,
    hub,
    log,
    clock,
    passwords: createPasswords({ rounds: 4, concurrency: 2, waiting_max: 100 }),
    presence: new PresenceBoard(hub, bus, clock),
    typing: new TypingLimit(),
    rates: { message: new RateLimit(0, 1_000), change: new RateLimit(0, 1_000) },
    settings: { name: "chat", version: "test", session_ms: 86_400_000, heartbeat_interval_ms: 30_000 },
  };
}
