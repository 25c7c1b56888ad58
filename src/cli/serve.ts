import { availableParallelism } from "node:os";

import { LocalBus } from "../bus/local.ts";
import { AddressLimits } from "../domain/address-limits.ts";
import type { Context } from "../domain/context.ts";
import type { FileDesk } from "../domain/files/file-desk.ts";
import { Hub } from "../domain/hub.ts";
import { LoginLimits } from "../domain/login-limits.ts";
import type { AddressKey } from "../domain/ports/admission.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Search } from "../domain/ports/search.ts";
import type { Store } from "../domain/ports/store.ts";
import { PresenceBoard } from "../domain/presence-board.ts";
import { createRates } from "../domain/rates.ts";
import { TypingLimit } from "../domain/typing-limit.ts";
import { startUpkeep } from "../domain/upkeep.ts";
import { limits } from "../protocol/limits.ts";
import { openSearch } from "../store/search/open-search.ts";
import type { Durability } from "../store/sqlite/connection.ts";
import { openStore } from "../store/sqlite/open-store.ts";
import { ensureCertificate } from "../system/certificates.ts";
import { systemClock } from "../system/clock.ts";
import { tidyHeap } from "../system/heap.ts";
import { hostNames } from "../system/host-names.ts";
import { createLog, type LogFormat, type LogLevel } from "../system/log.ts";
import { LoopLag, watchedClock } from "../system/loop-lag.ts";
import { createPasswords } from "../system/passwords.ts";
import { LoopTurns } from "../system/turns.ts";
import { type AddressOptions, readAddressKey } from "./address-options.ts";
import { stopAll } from "./serve-end.ts";
import { openFiles } from "./serve-files.ts";
import { startListeners } from "./serve-listeners.ts";
import { logWriter } from "./serve-log.ts";
import { showPresence } from "./serve-presence.ts";
import { giveBackAtRest } from "./serve-rest.ts";
import { startBlock } from "./start-block.ts";
import { logUncaught } from "./uncaught.ts";
import { version } from "./version.ts";

export interface ServeOptions {
  name: string;
  host: string;
  port: number;
  /** Where browsers get the page; undefined for nowhere. */
  web_port: number | undefined;
  /** Names the page is reached by, beside this computer's own. */
  web_names: readonly string[];
  db: string;
  durability: Durability;
  tls: boolean;
  cert: string;
  key: string;
  /** Whether the certificate or its key was named by the person who started the server. */
  is_certificate_named: boolean;
  rate_limit: number;
  addresses: AddressOptions;
  bcrypt_rounds: number;
  session_hours: number;
  /** Whether the local network is told of it, where it can be reached from there. */
  announce: boolean;
  files: boolean;
  /** In MB, as the next one; there 0 means no limit. */
  file_size_max: number;
  files_total_max: number;
  log_level: LogLevel;
  log_format: LogFormat;
  log_file: string | undefined;
  status_file: string | undefined;
}

/** What the command needs of the process around it. */
export interface ServeSurroundings {
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Resolves when the process is told to end. */
  stopped: Promise<string>;
  /** Tells of each error that nothing caught. */
  uncaught: (tell: (error: unknown) => void) => void;
  /** Ends the process as it stands. */
  leave: (exit_code: number) => never;
}

/** Runs the server until it is told to stop. Returns the exit code. */
export async function serveCommand(options: ServeOptions, around: ServeSurroundings): Promise<number> {
  const { log_level: level, log_format: format } = options;
  const keyOf = readAddressKey(options.addresses);
  const log = createLog({ level, format, write: logWriter(options, around), now: () => new Date() });
  logUncaught(log, around);
  const certificate = options.tls ? await loadCertificate(options) : undefined;
  const store = await openStore({
    path: options.db,
    durability: options.durability,
    clock: systemClock,
    log,
  });
  const files = await openFiles(options, store, log).catch(async (error: unknown) => {
    await store.abandon();
    throw error;
  });
  const search = openSearch({ path: options.db, log });
  const loop = new LoopLag({ log });
  const context = createContext({ options, store, files, search, log, keyOf, loop });
  const tls = certificate && { cert: certificate.cert_pem, key: certificate.key_pem };
  const listeners = await startListeners(options, context, tls).catch(async (error: unknown) => {
    await search.close();
    await store.abandon();
    throw error;
  });
  const running = { listeners, search, files };
  const presence = await shownPresence({ options, store, log, ...listeners, certificate }, () =>
    stopAll(running),
  );
  const stopUpkeep = startUpkeep(context);
  loop.start();
  const { port, web_port } = listeners;
  log.info("started", { version, port, ...(web_port !== undefined && { web_port }) });
  const stopResting = giveBackAtRest({ clock: systemClock, log });

  around.print(startBlock({ options, ...listeners, certificate }));
  log.info("stopping", { signal: await around.stopped });
  await presence.end();
  loop.stop();
  stopResting();
  const have_files_ended = await stopAll(running, stopUpkeep());
  const is_closed = await store.close();
  log.info("stopped");
  if (!is_closed || !have_files_ended) around.leave(0);
  return 0;
}

/** What cannot be said ends the server in order, as if it had been asked to stop. */
async function shownPresence(given: Parameters<typeof showPresence>[0], stop: () => Promise<unknown>) {
  try {
    return showPresence(given);
  } catch (error) {
    await stop();
    await given.store.abandon();
    throw error;
  }
}

const loadCertificate = ({ cert: cert_path, key: key_path, is_certificate_named: explicit }: ServeOptions) =>
  ensureCertificate({ cert_path, key_path, explicit, names: hostNames() });

interface Given {
  options: ServeOptions;
  store: Store;
  files: FileDesk | undefined;
  search: Search;
  log: Log;
  keyOf: AddressKey;
  loop: LoopLag;
}

function createContext({ options, store, files, search, log, keyOf, loop }: Given): Context {
  const clock = watchedClock(systemClock, loop);
  const bus = new LocalBus();
  const hub = new Hub();
  bus.subscribe((delivery) => hub.deliver(delivery));
  bus.subscribe(({ event }) => {
    if (event.type.startsWith("message.")) search.wake();
  });
  return {
    store,
    search,
    bus,
    hub,
    log,
    clock,
    loop,
    turns: new LoopTurns(),
    memory: tidyHeap(),
    passwords: createPasswords({
      rounds: options.bcrypt_rounds,
      concurrency: availableParallelism(),
      waiting_max: limits.passwords_waiting_max,
      keyOf,
    }),
    presence: new PresenceBoard(hub, bus, clock),
    typing: new TypingLimit(),
    addresses: new AddressLimits({ clock, keyOf, ...options.addresses }),
    logins: new LoginLimits(keyOf),
    rates: createRates(options.rate_limit),
    files,
    settings: {
      name: options.name,
      version,
      session_ms: options.session_hours * 3_600_000,
      heartbeat_interval_ms: limits.heartbeat_interval_ms,
    },
  };
}
