import type { Clock } from "../domain/ports/clock.ts";
import type { Log } from "../domain/ports/log.ts";
import { releaseFilePages } from "../system/file-pages.ts";
import { watchRest } from "../system/rest.ts";

/** Has the process give memory back whenever it comes to rest. Returns how to stop. */
export const giveBackAtRest = ({ clock, log }: { clock: Clock; log: Log }): (() => void) =>
  watchRest({ clock, cpuMs, giveBack: () => giveBack(log) });

/** The engine collects as soon as the loop is idle; what that runs through is let go of after it. */
function giveBack(log: Log): void {
  const before_mb = residentMb();
  Bun.shrink();
  setTimeout(() => {
    releaseFilePages();
    log.debug("memory_given_back", { before_mb, after_mb: residentMb() });
  }, after_collection_ms).unref();
}

/** A collection takes about 30 ms with 10,000 connections. */
const after_collection_ms = 500;

const residentMb = (): number => Math.round(process.memoryUsage.rss() / 1_048_576);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
