import { readFileSync } from "node:fs";

import { openFilesMax } from "./children.ts";
import { Generator, type Load, type Run } from "./generator.ts";
import type { Competitor, Scene, Subject } from "./subject.ts";

/** A run, and what it comes to per delivery. */
export interface Figures extends Run {
  /** CPU seconds of the server for a million deliveries, all its threads, user and system. */
  cpu_per_million: number;
  bytes_per_delivery: number;
  /** Parts of one core. */
  server_busy: number;
  generator_busy: number;
  /** What everything else on the machine took meanwhile, in parts of one core: the lower, the better the figures. */
  others_busy: number;
}

/** One server, one login of everybody, then these loads one after the other. Throws when a delivery is missing. */
export async function measure(
  competitor: Competitor,
  scene: Scene,
  loads: readonly Omit<Load, "pid">[],
): Promise<Figures[]> {
  return withSubject(competitor, scene, async (subject, generator) => {
    await generator.logIn();
    const figures: Figures[] = [];
    for (const load of loads) {
      await quiet(subject.pid);
      figures.push(await measureUndisturbed(generator, { ...load, pid: subject.pid }));
    }
    return figures;
  });
}

/** A server with a scene's users and a generator before its logins; both are ended afterwards. */
export async function withSubject<Result>(
  competitor: Competitor,
  scene: Scene,
  use: (subject: Subject, generator: Generator) => Promise<Result>,
): Promise<Result> {
  requireOpenFiles(scene.connections);
  const subject = await competitor.start(scene);
  try {
    await using generator = new Generator(subject.plan);
    return await use(subject, generator);
  } finally {
    await subject.stop();
  }
}

/** A server has done what it put off for later (an index that follows, memory given back) when it takes less than this. */
const quiet_busy_max = 0.03;
const quiet_wait_s_max = 60;

/** Waits until the server has nothing left to do of the load before. */
export async function quiet(pid: number, wait_s_max = quiet_wait_s_max): Promise<void> {
  for (let waited_s = 0; waited_s < wait_s_max; waited_s++) {
    const before = ticksOf(pid);
    await Bun.sleep(1_000);
    if ((ticksOf(pid) - before) / 100 < quiet_busy_max) return;
  }
}

export const cpuSeconds = (pid: number): number => ticksOf(pid) / 100;

/** CPU time of a process, all its threads, in hundredths of a second. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Above this much of a core taken by others a run is done again, at most so often. */
const others_busy_max = 0.15;
const tries_max = 3;

/** The least disturbed run, whatever its figures are. */
export async function measureUndisturbed(generator: Generator, load: Load): Promise<Figures> {
  let best = await measureRun(generator, load);
  for (let tries = 1; tries < tries_max && best.others_busy > others_busy_max; tries++) {
    const again = await measureRun(generator, load);
    if (again.others_busy < best.others_busy) best = again;
  }
  return best;
}

export async function measureRun(generator: Generator, load: Load): Promise<Figures> {
  const busy_before = busySeconds();
  const began_ms = performance.now();
  const run = await generator.run(load);
  const wall_s = (performance.now() - began_ms) / 1_000;
  const part = run.seconds / wall_s;
  requireAll(run);
  const own_s = (run.server_cpu_s + run.generator_cpu_s) / part;
  return {
    ...run,
    cpu_per_million: (run.server_cpu_s / run.deliveries) * 1e6,
    bytes_per_delivery: run.bytes / run.deliveries,
    server_busy: run.server_cpu_s / run.seconds,
    generator_busy: run.generator_cpu_s / run.seconds,
    others_busy: Math.max(0, busySeconds() - busy_before - own_s) / wall_s,
  };
}

function requireAll({ lost, errors, closed, note, deliveries }: Run): void {
  if (lost > 0 || errors > 0 || closed > 0)
    throw new Error(`${lost} deliveries missing, ${errors} not due, ${closed} connections cut off ${note}`);
  if (deliveries === 0) throw new Error(`nothing was delivered ${note}`);
}

export function requireOpenFiles(connections: number): void {
  const needed = connections + 200;
  if (openFilesMax() < needed)
    throw new Error(`needs ${needed} open files, ${openFilesMax()} are allowed: raise "ulimit -n" as root`);
}

/** CPU seconds of all processes on all cores since the machine started. */
function busySeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = readFileSync(
    "/proc/stat",
    "utf8",
  )
    .slice(5)
    .split(" ")
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / 100;
}
