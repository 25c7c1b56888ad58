import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import type { Hosting as HostingState } from "../protocol/bridge-hosting.ts";
import type { ServerAddress } from "../protocol/bridge.ts";
import { limits } from "../protocol/limits.ts";
import { own_server_host } from "../protocol/own-server.ts";
import { serverNameProblem, shownServerName } from "../protocol/rules.ts";
import type { ServerStatus } from "../protocol/server-status.ts";
import type { Environment } from "./config-folder.ts";
import { HeldLock } from "./held-lock.ts";
import { endServer, isServerOf } from "./hosting-end.ts";
import { faultOf, HostingFault } from "./hosting-fault.ts";
import { freePort } from "./hosting-port.ts";
import { givenHosts, servedHost, server_files, spawnServer, starting, until } from "./hosting-process.ts";
import { answers, lastLines, readStatus } from "./hosting-status.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { PrivateFile } from "./private-file.ts";
import { isAlive } from "./processes.ts";
import type { Settings } from "./settings.ts";

export interface HostingParts {
  /** Where the server's data lies. */
  folder: string;
  /** The program and what comes before `serve`. */
  program: readonly string[];
  env: Environment;
  settings: Settings;
  log: Log;
}

/** What was decided about the server; nothing while there was never one. */
const WishSchema = z.object({
  name: z.string().optional(),
  /** Whether it is to run. */
  on: z.boolean().default(false),
  /** The one it had first: others have noted it. */
  port: z.int().min(1).max(65_535).optional(),
});

/**
 * The person's own server: this same program, run as `serve` in a process that outlives the window. Its folder has the
 * database, the certificate, its log, and a file that tells which process it is. Several windows may use one folder.
 */
export class Hosting {
  readonly #wish: PrivateFile<z.infer<typeof WishSchema>>;
  /** One thing at a time, in the order asked for. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(readonly parts: HostingParts) {
    const path = join(parts.folder, "hosting.json");
    this.#wish = new PrivateFile(path, WishSchema, () => ({ on: false }), parts.log);
  }

  /** How it stands. */
  ask(): Promise<HostingState> {
    return this.#next(() => this.#look());
  }

  /** Starts the server under this name, unless it runs; it is started again whenever a window finds that it does not. */
  start(name: string): Promise<HostingState> {
    return this.#next(() => {
      if (serverNameProblem(name) !== undefined) return this.#look();
      this.#prepare();
      this.#wish.change((wish) => Object.assign(wish, { name: shownServerName(name), on: true }));
      return this.#run();
    });
  }

  /** Starts the server if it is to run and does not: it has crashed, or the computer was started again. */
  resume(): Promise<HostingState> {
    return this.#next(() => (this.#wish.read().on ? this.#run() : this.#look()));
  }

  /** Ends the server, and does not start it again. */
  stop(): Promise<HostingState> {
    return this.#next(async () => {
      if (this.#wish.read().name === undefined) return this.#look();
      this.#wish.change((wish) => {
        wish.on = false;
      });
      await endServer(this.parts.folder);
      return this.#look();
    });
  }

  /** Where a server is reached now: one's own has another port for as long as somebody else has its usual one. Where it has died it is started again. */
  async reached(server: ServerAddress): Promise<ServerAddress> {
    const { on, port } = this.#wish.read();
    if (!on || server.port !== port || server.host !== own_server_host) return server;
    const now = await this.resume();
    // Whatever was met there, and not ours, is looked for where it was.
    const is_ours = now.state === "on" && this.parts.settings.pinned(server) === now.certificate;
    return is_ours ? now.server : server;
  }

  /** Where the data lies, to be shown. */
  get shown_path(): string {
    return this.#path(server_files.database);
  }

  #next(work: () => Promise<HostingState>): Promise<HostingState> {
    const done = this.#work.then(work).catch((error: unknown) => this.#failed(error));
    this.#work = done;
    return done;
  }

  /** A fault is the state of things; so is what the file system says. Anything else is a bug. */
  #failed(error: unknown): HostingState {
    const { name = "chat" } = this.#wish.read();
    const fault = faultOf(error);
    if (fault === undefined) this.parts.log.warn(`a fault in the program: ${Bun.inspect(error)}`);
    const { problem, text } = fault ?? { problem: "ended" as const, text: String(error) };
    const log = [server_files.log, server_files.output].flatMap((file) => lastLines(this.#path(file)));
    return { state: "failed", name, folder: this.parts.folder, problem, text, log };
  }

  async #look(): Promise<HostingState> {
    const { name, port = null } = this.#wish.read();
    if (name === undefined) return { state: "none" };
    const status = await this.#running();
    if (status) return this.#on(status);
    return { state: "off", name, folder: this.parts.folder, usual_port: port };
  }

  #on(status: ServerStatus): HostingState {
    const { name, server_id, certificate, web_port, started_at_ms } = status;
    const { folder } = this.parts;
    const server = ownAddress(status);
    return {
      state: "on",
      name,
      folder,
      server,
      server_id,
      certificate,
      web_port,
      started_at_ms,
      usual_port: this.#wish.read().port ?? status.port,
      hosts: givenHosts(),
    };
  }

  #prepare(): void {
    mkdirSync(this.parts.folder, { recursive: true, mode: 0o700 });
    chmodSync(this.parts.folder, 0o700);
  }

  /** Whichever of several windows comes first starts the server; the others wait until it runs. */
  async #run(): Promise<HostingState> {
    this.#prepare();
    const started_ms = performance.now();
    for (;;) {
      const status = await this.#running();
      if (status) return this.#on(this.#keep(status));
      using lock = HeldLock.take(this.#path("start.lock"));
      if (lock) return this.#on(this.#keep((await this.#running()) ?? (await this.#launch())));
      if (performance.now() - started_ms > clientLimits.hosting_start_ms) throw new HostingFault("slow");
      await Bun.sleep(clientLimits.hosting_look_ms);
    }
  }

  async #launch(): Promise<ServerStatus> {
    const { port = limits.port_default } = this.#wish.read();
    const free = freePort(servedHost(), port, clientLimits.hosting_ports_tried);
    if (free === undefined) throw new HostingFault("no_port");
    const { program, env, folder } = this.parts;
    const { name = "chat" } = this.#wish.read();
    rmSync(this.#path(server_files.status), { force: true });
    const child = spawnServer({ program, env, folder, name, port: free });
    try {
      const look = () => this.#statusOf(child.pid) ?? (child.exitCode === null ? undefined : null);
      const status = await until(look, starting);
      if (status) return status;
    } catch (error) {
      // It must not come up later, when nobody knows of it any more.
      child.kill();
      throw error;
    }
    throw new HostingFault("ended", await this.#lastWords());
  }

  #statusOf(process_id: number): ServerStatus | undefined {
    const status = readStatus(this.#path(server_files.status));
    return status?.process_id === process_id ? status : undefined;
  }

  async #running(): Promise<ServerStatus | undefined> {
    const status = readStatus(this.#path(server_files.status));
    if (!status || !isAlive(status.process_id)) return undefined;
    const answer = await answers(status);
    // Another process may have the number of a dead server by now, and another program its port.
    const is_gone = answer === "no" || (answer === "silent" && this.#isOurs(status) === false);
    if (is_gone) return undefined;
    // A second one over the same database would be worse than none.
    if (answer === "silent") throw new HostingFault("silent");
    // What answers may be one that has just been started in place of a dead one: then it is not yet, or no more, this file.
    return this.#statusOf(status.process_id);
  }

  #isOurs({ process_id }: ServerStatus): boolean | undefined {
    return isServerOf(process_id, this.parts.folder);
  }

  /** Its certificate needs no question: it is ours. */
  #keep(status: ServerStatus): ServerStatus {
    const server = ownAddress(status);
    const { settings } = this.parts;
    if (status.certificate !== null && settings.pinned(server) !== status.certificate)
      settings.pin(server, status.certificate);
    // Where its usual port is taken it has another one this time: what others have noted holds again at the next start.
    if (this.#wish.read().port === undefined)
      this.#wish.change((wish) => {
        wish.port = status.port;
      });
    return status;
  }

  async #lastWords(): Promise<string> {
    const lines = lastLines(this.#path(server_files.output));
    return lines.findLast((line) => line.startsWith("chat: "))?.slice("chat: ".length) ?? lines.at(-1) ?? "";
  }

  #path(name: string): string {
    return join(this.parts.folder, name);
  }
}

const ownAddress = ({ port, certificate }: ServerStatus): ServerAddress => ({
  host: own_server_host,
  port,
  tls: certificate !== null,
});
