// `bun run fuzz --minutes N`, with dist/chat built: the long form of test/flow/fuzz.test.ts. Ends with 1 when the server
// did anything it must not; the seed and the path it prints belong into test/fuzz/seeds.json, or, of a rush, rush-seeds.json.
import * as fc from "fast-check";

import { Campaign } from "../test/support/fuzz/campaign.ts";
import { visits } from "../test/support/fuzz/plans.ts";
import { heaviestRush, rushes } from "../test/support/fuzz/rushes.ts";
import { costlyFields } from "../test/support/fuzz/sure-cases.ts";
import { optionsOrExit } from "./support/options.ts";
import { markdownTable } from "./support/table.ts";
import { startWitness } from "./support/witness.ts";

/** A new seed after so many batches. */
const batches_per_seed = 200;
/** So many seeds also make up a rush: each takes about as long as the batches of one. */
const seeds_per_rush = 3;
const stall_ms_max = 100;
/** A server that has not answered by then hangs. */
const answer_ms_max = 30_000;

/** Between a third of it and the end; the stored messages and sessions are on the disk. */
const growth_mb_max = 15;

/** The server gives back what it does not need within so much time of rest. */
const rest_ms = 27_000;

const { minutes } = optionsOrExit();
const began_ms = performance.now();
const elapsed_minutes = () => (performance.now() - began_ms) / 60_000;

const memory: { minutes: number; mb: number }[] = [];
let seed = Math.floor(Math.random() * 2 ** 31);
let batches = 0;
let rush_count = 0;
let stalls_told = 0;
/** What is held at rest, after a third and in the end: what it holds under way says little of what stays. */
const at_rest_mb: number[] = [];

using witness = startWitness();
await using campaign = await Campaign.begin();
// Whoever ends this before its time ends the server, too.
process.on("exit", () => {
  campaign.kill();
  witness?.[Symbol.dispose]();
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
for (const batch of costlyFields()) await campaign.fire(batch);
tellStalls("among the costly fields");
await campaign.rush(heaviestRush());
tellStalls("in the heaviest rush");
while (elapsed_minutes() < minutes) {
  seed++;
  batches += await check(visits(), (batch) => campaign.fire(batch), batches_per_seed);
  tellStalls(`among the batches of seed ${seed}`);
  if (seed % seeds_per_rush === 0) rush_count += await check(rushes(), (crowds) => campaign.rush(crowds), 1);
  tellStalls(`in the rush of seed ${seed}`);
  memory.push({ minutes: elapsed_minutes(), mb: campaign.resident_mb });
  if (at_rest_mb.length === 0 && elapsed_minutes() > minutes / 3) await rest();
}
await rest();

const worst_ms = campaign.worst_stall_ms();
tellStalls("at rest");
const machine_lines = (await witness?.lines()) ?? ["no witness: it needs gcc"];
const answers = [...campaign.answers].toSorted(([, a], [, b]) => b - a);
await campaign.end();
console.log(markdownTable(["answer", "times"], answers));
console.log(`
${batches} batches and ${rush_count} rushes, the last of seed ${seed}; in a rush somebody else waited ${campaign.longest_answer_ms.toFixed(0)} ms at most for an answer. The loop stood still for ${worst_ms} ms at most (0: never over 100).
Memory: ${memory[0]?.mb.toFixed(0)} MB at first, ${memory.at(-1)?.mb.toFixed(0)} MB at last, ${slope(memory).toFixed(2)} MB a minute in the second half.
At rest: ${at_rest_mb.map((mb) => mb.toFixed(0)).join(" MB after a third of it, ")} MB in the end.`);
console.log(`When the machine itself stood still for over 30 ms: ${machine_lines.join("; ") || "never"}.`);
if (worst_ms > stall_ms_max) fail(`the loop stood still for ${worst_ms} ms`);
const [early_mb = 0, late_mb = 0] = at_rest_mb;
if (late_mb - early_mb > growth_mb_max)
  fail(`it holds ${(late_mb - early_mb).toFixed(0)} MB more at rest than after a third`);

/** Returns how many cases were tried: all of them. */
async function check<T>(cases: fc.Arbitrary<T>, run: (one: T) => Promise<void>, count: number) {
  const result = await fc.check(fc.asyncProperty(cases, run), {
    seed,
    numRuns: count,
    timeout: answer_ms_max,
  });
  if (result.failed)
    fail(`seed ${seed}: ${await fc.asyncDefaultReportMessage(result)}\n${Bun.inspect(result.errorInstance)}`);
  return result.numRuns;
}

/** When the loop stood still since the last time it was told: the seed says what it was asked meanwhile, and can be run again. */
function tellStalls(during: string): void {
  const lines = campaign.stall_lines.slice(stalls_told);
  stalls_told += lines.length;
  if (lines.length > 0) console.error(`${during}\n${lines.join("\n")}`);
}

async function rest(): Promise<void> {
  await Bun.sleep(rest_ms);
  at_rest_mb.push(campaign.resident_mb);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** Of the second half: at first a process makes room for what it needs from then on. By least squares. */
function slope(points: readonly { minutes: number; mb: number }[]): number {
  const late = points.slice(Math.floor(points.length / 2));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = { minutes: mean(late.map((each) => each.minutes)), mb: mean(late.map((each) => each.mb)) };
  const spread = late.reduce((sum, each) => sum + (each.minutes - middle.minutes) ** 2, 0);
  const common = late.reduce((sum, each) => sum + (each.minutes - middle.minutes) * (each.mb - middle.mb), 0);
  return spread === 0 ? 0 : common / spread;
}
