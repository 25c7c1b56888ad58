import { LocalBus } from "../../src/bus/local.ts";
import { AddressLimits } from "../../src/domain/address-limits.ts";
import type { Context } from "../../src/domain/context.ts";
import { Hub } from "../../src/domain/hub.ts";
import { LoginLimits } from "../../src/domain/login-limits.ts";
import type { Clock } from "../../src/domain/ports/clock.ts";
import type { Log, LogFields } from "../../src/domain/ports/log.ts";
import { PresenceBoard } from "../../src/domain/presence-board.ts";
import { createRates } from "../../src/domain/rates.ts";
import { TypingLimit } from "../../src/domain/typing-limit.ts";
import { openSearch } from "../../src/store/search/open-search.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { createPasswords } from "../../src/system/passwords.ts";
import { LoopTurns } from "../../src/system/turns.ts";

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

const no_address_limits = { connections_max: 0, connections_per_minute: 0, registrations_per_hour: 0 };

/** Nobody is counted. */
const keyOf = () => undefined;

/** The real parts of a server around a database in memory, with cheap password hashes and the limits of users that are asked for. */
export async function createTestContext(
  clock: Clock,
  rates = createRates(0),
): Promise<Context & { log: KeptLog }> {
  const log = new KeptLog();
  const bus = new LocalBus();
  const hub = new Hub();
  bus.subscribe((delivery) => hub.deliver(delivery));
  return {
    store: await openStore({ path: ":memory:", clock, log }),
    search: openSearch({ path: ":memory:", log }),
    bus,
    hub,
    log,
    clock,
    loop: { working() {} },
    turns: new LoopTurns(),
    memory: { loggedIn() {} },
    passwords: createPasswords({ rounds: 4, concurrency: 2, waiting_max: 100, keyOf }),
    presence: new PresenceBoard(hub, bus, clock),
    typing: new TypingLimit(),
    addresses: new AddressLimits({ clock, keyOf, ...no_address_limits }),
    logins: new LoginLimits(keyOf),
    rates,
    files: undefined,
    settings: { name: "chat", version: "test", session_ms: 86_400_000, heartbeat_interval_ms: 30_000 },
  };
}
