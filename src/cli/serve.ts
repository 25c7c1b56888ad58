import { availableParallelism } from "node:os";

import { LocalBus } from "../bus/local.ts";
import type { Context } from "../domain/context.ts";
import { describeFault } from "../domain/fault.ts";
import { Hub } from "../domain/hub.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Store } from "../domain/ports/store.ts";
import { PresenceBoard } from "../domain/presence-board.ts";
import { RateLimit } from "../domain/rate-limit.ts";
import { TypingLimit } from "../domain/typing-limit.ts";
import { limits } from "../protocol/limits.ts";
import type { Durability } from "../store/sqlite/connection.ts";
import { openStore } from "../store/sqlite/open-store.ts";
import { ensureCertificate } from "../system/certificates.ts";
import { systemClock } from "../system/clock.ts";
import { hostNames } from "../system/host-names.ts";
import { createLog, type LogFormat, type LogLevel } from "../system/log.ts";
import { createPasswords } from "../system/passwords.ts";
import { listen, type Listener } from "../transport/listener.ts";
import { createSpeaker } from "../transport/speaker.ts";
import { explainListenError } from "./listen-error.ts";
import { startBlock } from "./start-block.ts";
import { version } from "./version.ts";

export interface ServeOptions {
  host: string;
  port: number;
  db: string;
  durability: Durability;
  tls: boolean;
  cert: string;
  key: string;
  /** Whether the certificate or its key was named by the person who started the server. */
  is_certificate_named: boolean;
  rate_limit: number;
  bcrypt_rounds: number;
  session_hours: number;
  log_level: LogLevel;
  log_format: LogFormat;
}

/** What the command needs of the process around it. */
export interface ServeSurroundings {
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Resolves when the process is told to end. */
  stopped: Promise<string>;
}

/** Runs the server until it is told to stop. Returns the exit code. */
export async function serveCommand(options: ServeOptions, around: ServeSurroundings): Promise<number> {
  const { log_level: level, log_format: format } = options;
  const log = createLog({ level, format, write: around.printError, now: () => new Date() });
  const certificate = options.tls ? await loadCertificate(options) : undefined;
  const store = await openStore({
    path: options.db,
    durability: options.durability,
    clock: systemClock,
    log,
  });
  const context = createContext(options, store, log);
  const listener = await startListening(options, context, certificate).catch(async (error: unknown) => {
    await store.close();
    throw explainListenError(error, options);
  });
  const stopUpkeep = startUpkeep(context);

  around.print(startBlock({ options, port: listener.port, certificate }));
  log.info("stopping", { signal: await around.stopped });
  await stopUpkeep();
  await listener.stop();
  await store.close();
  log.info("stopped");
  return 0;
}

const loadCertificate = ({ cert: cert_path, key: key_path, is_certificate_named: explicit }: ServeOptions) =>
  ensureCertificate({ cert_path, key_path, explicit, names: hostNames() });

function createContext(options: ServeOptions, store: Store, log: Log): Context {
  const bus = new LocalBus();
  const hub = new Hub();
  bus.subscribe((delivery) => hub.deliver(delivery));
  return {
    store,
    bus,
    hub,
    log,
    clock: systemClock,
    passwords: createPasswords({
      rounds: options.bcrypt_rounds,
      concurrency: availableParallelism(),
      waiting_max: limits.passwords_waiting_max,
    }),
    presence: new PresenceBoard(hub, bus, systemClock),
    typing: new TypingLimit(),
    rates: {
      message: new RateLimit(options.rate_limit, limits.rate_window_ms),
      change: new RateLimit(options.rate_limit === 0 ? 0 : limits.changes_per_second, limits.rate_window_ms),
    },
    settings: {
      name: "chat",
      version,
      session_ms: options.session_hours * 3_600_000,
      heartbeat_interval_ms: limits.heartbeat_interval_ms,
    },
  };
}

async function startListening(
  { host, port }: ServeOptions,
  context: Context,
  certificate: { cert_pem: string; key_pem: string } | undefined,
): Promise<Listener> {
  const tls = certificate && { cert: certificate.cert_pem, key: certificate.key_pem };
  const timeouts = { login_ms: limits.login_timeout_ms, heartbeat_ms: limits.heartbeat_interval_ms };
  return listen({ context, host, port, tls, timeouts, speak: createSpeaker(context) });
}

/** Every minute: those who are connected stay logged in, what has expired or was deleted goes, empty windows are forgotten. */
async function sweep({ store, hub, clock, rates, typing, settings }: Context): Promise<void> {
  const now_ms = clock.now();
  for (const rate of Object.values(rates)) rate.sweep(now_ms);
  typing.sweep(now_ms);
  await store.sessions.touch([...hub.sessionIds()], now_ms, settings.session_ms);
  await store.sessions.purge(now_ms);
  await store.forget();
}

/** Starts the upkeep. Returns how to stop it, which waits for what is under way. */
function startUpkeep(context: Context): () => Promise<void> {
  const { clock, log } = context;
  let running = Promise.resolve();
  const keepUp = () => {
    running = sweep(context).catch((error: unknown) =>
      log.error("upkeep_failed", { error: describeFault(error) }),
    );
    cancel = clock.after(limits.upkeep_interval_ms, keepUp);
  };
  let cancel = clock.after(0, keepUp);
  return () => {
    cancel();
    return running;
  };
}
