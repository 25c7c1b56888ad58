import { readdirSync, readFileSync } from "node:fs";

/** Resident memory of one process in MB, shared parts included (Rss). Linux only. */
export const residentMegabytes = (pid: number): number => kilobytes(pid, "Rss") / 1_024;

export interface Memory {
  /** With shared parts whole. */
  rss_kb: number;
  /** With its share of them. */
  pss_kb: number;
  /** Of no file: what nobody could take from it. */
  anonymous_kb: number;
}

/** Of one process. */
export const memoryOf = (pid: number): Memory => ({
  rss_kb: kilobytes(pid, "Rss"),
  pss_kb: kilobytes(pid, "Pss"),
  anonymous_kb: kilobytes(pid, "Anonymous"),
});

/** What is resident goes up and down: a moment would be luck. */
export function meanMemory(seen: readonly Memory[]): Memory {
  const mean = (of: keyof Memory) => seen.reduce((sum, memory) => sum + memory[of], 0) / seen.length;
  return { rss_kb: mean("rss_kb"), pss_kb: mean("pss_kb"), anonymous_kb: mean("anonymous_kb") };
}

/** Memory of a process and all it has started in MB, shared parts counted once (Pss). Linux only. */
export function treeMegabytes(root_pid: number): number {
  const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
  const pids = [root_pid];
  for (const pid of pids) pids.push(...(children.get(pid) ?? []).map((child) => child.pid));
  return pids.reduce((sum, pid) => sum + kilobytes(pid, "Pss"), 0) / 1_024;
}

function allProcesses(): { pid: number; parent: number }[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const stat = readOr(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return [{ pid: Number(name), parent }];
  });
}

const kilobytes = (pid: number, field: "Rss" | "Pss" | "Anonymous"): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

/** A process may end while it is looked at. */
function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
