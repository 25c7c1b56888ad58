/** The value below which `part` of all lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  args: { name?: string };
}

const frame_us = 1_000_000 / 60;

/** Of a trace of Chromium: the longest task of the page's main thread in each sixtieth of a second in which it did anything, in ms. */
export function longestTask(trace: Buffer): number[] {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const isMain = ({ name, args }: TraceEvent) => name === "thread_name" && args.name === "CrRendererMain";
  const mains = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid}/${tid}`));
  const longest = new Map<number, number>();
  for (const { name, ph, pid, tid, ts, dur = 0 } of events) {
    if (ph !== "X" || !name.endsWith("RunTask") || !mains.has(`${pid}/${tid}`)) continue;
    const frame = Math.floor(ts / frame_us);
    longest.set(frame, Math.max(longest.get(frame) ?? 0, dur / 1_000));
  }
  return [...longest.values()];
}
