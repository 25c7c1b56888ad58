import { closeSync, openSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

import { errorCode } from "../os/error-code.ts";
import type { HostingProblem } from "../protocol/bridge-hosting.ts";
import type { Environment } from "./config-folder.ts";
import { HostingFault } from "./hosting-fault.ts";
import { clientLimits } from "./limits.ts";

interface ServerStart {
  /** The program and what comes before `serve`. */
  program: readonly string[];
  env: Environment;
  folder: string;
  name: string;
  port: number;
}

/** Files of the server's folder. */
export const server_files = {
  database: "chat_data.db",
  log: "server.log",
  status: "status.json",
  /** What it says before it has a log, and when it ends by a fault; begun anew at each start. */
  output: "start.log",
} as const;

/**
 * Starts the server in a process that outlives this one: no stream and no group of processes binds them. No shell has a
 * part in it, and nothing in the environment changes what it does. Throws HostingFault, and what the file system throws.
 */
export function spawnServer({ program, env, folder, name, port }: ServerStart): Bun.Subprocess {
  const output = openSync(join(folder, server_files.output), "w", 0o600);
  try {
    const child = Bun.spawn([...program, "serve", ...serveArguments(name, port)], {
      cwd: folder,
      env: withoutOurs(env),
      stdin: "ignore",
      stdout: output,
      stderr: output,
      detached: true,
      windowsHide: true,
    });
    child.unref();
    return child;
  } catch (error) {
    throw new HostingFault("no_program", errorCode(error) ?? String(error));
  } finally {
    closeSync(output);
  }
}

const serveArguments = (name: string, port: number): string[] => [
  `--name=${name}`,
  `--host=${servedHost()}`,
  `--port=${port}`,
  `--db=${server_files.database}`,
  `--log-file=${server_files.log}`,
  `--status-file=${server_files.status}`,
];

const withoutOurs = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("CHAT_")));

/** All addresses of this computer. */
export const servedHost = (): string => (hasIPv6() ? "::" : "0.0.0.0");

const hasIPv6 = (): boolean =>
  Object.values(networkInterfaces()).some((list) => list?.some(({ family }) => family === "IPv6"));

/** How long it may take to start, and what it is called when that is over. */
export const starting = { within_ms: clientLimits.hosting_start_ms, fault: "slow" } as const;

/** Looks again and again until there is something; null is something too. Throws HostingFault when it takes too long. */
export async function until<T>(
  look: () => T | undefined | false,
  { within_ms, fault }: { within_ms: number; fault: HostingProblem },
): Promise<T> {
  const give_up_at_ms = performance.now() + within_ms;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > give_up_at_ms) throw new HostingFault(fault);
    await Bun.sleep(clientLimits.hosting_look_ms);
  }
}

/** What others in the same network can type; networks that exist only within this computer come last. */
export function givenHosts(): string[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
    list.map((each) => ({ ...each, is_virtual: /^(docker|br-|veth|virbr|vmnet|vboxnet)/.test(name) })),
  );
  return all
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
    .toSorted((a, b) => Number(a.is_virtual) - Number(b.is_virtual) || a.family.localeCompare(b.family))
    .map(({ address }) => address);
}
