import { join } from "node:path";

import { ensureSystemPackages } from "../scripts/system-packages.mjs";
import { crowd } from "./crowd.ts";
import { disturbances } from "./disturbances.ts";
import { fanOut } from "./fan-out.ts";
import { growth } from "./growth.ts";
import { logins } from "./logins.ts";
import { memory } from "./memory.ts";
import { rooms } from "./rooms.ts";
import { drawFanOut } from "./support/chart.ts";
import { endAll } from "./support/children.ts";
import { commandName, environmentOf } from "./support/environment.ts";
import { type BenchOptions, isAskedFor, optionsOrExit } from "./support/options.ts";
import { messageOf, type Part, type PartResult, progress, tableText } from "./support/part.ts";
import { writePerformance } from "./support/performance.ts";
import { keep, type Kept, readResults } from "./support/results.ts";

/** `bun run bench`: builds dist/chat, measures every part, prints the tables and keeps them. */
const parts: readonly Part[] = [fanOut, crowd, rooms, logins, disturbances, memory, growth];

const root = join(import.meta.dir, "..");
const peer_packages = [
  "redis-server",
  "nats-server",
  "ngircd",
  "inspircd",
  "mosquitto",
  "gcc",
  "libc6-dev",
  "libssl-dev",
];

const options = optionsOrExit(parts.map(({ name }) => name));
try {
  const failures = await runAll(options);
  for (const failure of failures) console.error(`failed: ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  await endAll();
}

async function runAll(options: BenchOptions): Promise<string[]> {
  if (options.install) await ensureSystemPackages(peer_packages, { required: true });
  const chosen = options.report ? [] : parts.filter(({ name }) => isAskedFor(options.only, name));
  if (!options.as_built && chosen.length > 0) await build();
  const failures: string[] = [];
  for (const part of chosen) {
    const environment = environmentOf();
    const began = new Date();
    const result = await resultOf(part, options);
    failures.push(...result.failures);
    for (const table of result.tables) console.log(`\n${tableText(table)}`);
    const kept: Kept = { ...environment, date: began.toISOString(), command: commandName() };
    await keep(part.name, result.tables, kept);
  }
  if (options.write || options.report) {
    const results = await readResults();
    await writePerformance(parts, results);
    progress("docs/PERFORMANCE.md has the tables");
    if (await drawFanOut(results)) progress("docs/pictures/fan-out.svg is drawn anew");
  }
  return failures;
}

/** A part that cannot be measured costs that part only. */
async function resultOf(part: Part, options: BenchOptions): Promise<PartResult> {
  try {
    return await part.run(options);
  } catch (error) {
    return { tables: [], failures: [`${part.name}: ${messageOf(error)}`] };
  }
}

async function build(): Promise<void> {
  progress("building dist/chat");
  const child = Bun.spawn([process.execPath, "build.ts"], { cwd: root, stdout: "ignore", stderr: "pipe" });
  if ((await child.exited) !== 0)
    throw new Error(`dist/chat could not be built: ${await new Response(child.stderr).text()}`);
}
