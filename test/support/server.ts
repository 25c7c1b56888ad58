import { rm } from "node:fs/promises";
import { join } from "node:path";

import { newFolder } from "./folders.ts";
import { startChat } from "./program.ts";

export interface ServerOptions {
  /** Beside a free port, a database in a folder of its own, and quick settings. Later ones win. */
  args?: readonly string[];
  env?: Record<string, string>;
  tls?: boolean;
  /** A folder that outlives the server; without one it gets its own, removed in the end. */
  folder?: string;
  /** Messages a second; no limit unless a test is about it. */
  rate_limit?: number;
  /** See ProgramOptions. */
  within?: readonly string[];
}

export interface TestServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Where browsers find the page; 0 without it. */
  readonly web_port: number;
  readonly tls: boolean;
  readonly pid: number;
  readonly folder: string;
  /** The path of the database. */
  readonly db: string;
  /** The block that the server says once it listens. */
  readonly start_block: string;
  /** What it has logged until now. */
  log(): string;
  /** Resolves once it has logged this. */
  logged(pattern: RegExp): Promise<RegExpExecArray>;
  /** Has it stand still, so that what is sent to it waits, and go on. */
  pause(): void;
  resume(): void;
  /** Ends it with a signal and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

/** For tests of what must be the same both ways. */
export const wires = [
  { wire: "in the clear", tls: false },
  { wire: "over TLS", tls: true },
];

export const temporaryFolder = async (): Promise<string> => newFolder("chat-flow-");

/**
 * What the program adds to its environment before it starts itself anew, which takes an eighth of all the processor time of a short life
 * (test/flow/kept-memory.test.ts is about that).
 */
const as_started_anew = { MIMALLOC_PURGE_DELAY: "250" };

/** Starts the executable's `serve` and waits until it says that it listens. Use with `await using`. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const { args = [], env = {}, tls = false, rate_limit = 0, within = [] } = options;
  const folder = options.folder ?? (await temporaryFolder());
  const quick = ["--port=0", "--web-port=0", "--bcrypt-rounds=4", `--rate-limit=${rate_limit}`];
  const program = startChat(["serve", ...quick, ...(tls ? [] : ["--no-tls"]), ...args], {
    cwd: folder,
    env: { ...(within.length === 0 && as_started_anew), ...env },
    within,
  });
  const [, host = "", port] = await listening(program);
  const stop = (signal: NodeJS.Signals = "SIGTERM") => {
    program.kill(signal);
    return program.exited;
  };
  return {
    host: host.replace(/^\[|\]$/g, ""),
    port: Number(port),
    web_port: Number(/in a browser https?:\/\/\S+:(\d+)/.exec(program.out.text)?.[1] ?? 0),
    tls,
    pid: program.pid,
    folder,
    db: join(folder, "chat_data.db"),
    start_block: program.out.text,
    log: () => program.err.text,
    logged: (pattern) => program.err.until(pattern),
    pause: () => program.kill("SIGSTOP"),
    resume: () => program.kill("SIGCONT"),
    stop,
    async [Symbol.asyncDispose]() {
      await stop("SIGKILL");
      if (options.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

async function listening(program: ReturnType<typeof startChat>): Promise<RegExpExecArray> {
  try {
    return await program.out.until(/listening on (\S+):(\d+)\n[\s\S]*Ctrl-C/);
  } catch {
    throw new Error(`the server did not start (exit code ${await program.exited}):\n${program.err.text}`);
  }
}
