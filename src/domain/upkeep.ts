import { limits } from "../protocol/limits.ts";
import type { Context } from "./context.ts";
import { describeFault } from "./fault.ts";
import { endUnbegunDms } from "./unbegun-dms.ts";
import { within } from "./within.ts";

/** Starts the upkeep, every minute from now on. Returns how to stop it, which waits for what is under way, but not for a disk that does not answer. */
export function startUpkeep(context: Context): () => Promise<void> {
  const no_more = new AbortController();
  let running = Promise.resolve();
  let sweeping: Promise<void> | undefined;
  const run = () => {
    running = keepUp(context, no_more.signal);
    // By itself, and one at a time: files may lie on a disk of their own that does not answer.
    sweeping ??= attempt(context, "files", () => context.files?.sweep()).finally(
      () => (sweeping = undefined),
    );
    cancel = context.clock.after(limits.upkeep_interval_ms, run);
  };
  let cancel = context.clock.after(0, run);
  return async () => {
    cancel();
    await within(context.clock, limits.upkeep_end_ms_max, Promise.all([running, sweeping]));
    no_more.abort();
  };
}

/**
 * What has expired or was deleted goes, those who are connected stay logged in, empty windows are forgotten. Each step
 * runs whatever became of the others: on a full disk nothing can be written until files have made room.
 */
async function keepUp(context: Context, no_more: AbortSignal): Promise<void> {
  const { store, search } = context;
  const steps: Record<string, () => unknown> = {
    limits: () => sweepLimits(context),
    deleted: () => store.forget(),
    unbegun_dms: () => endUnbegunDms(context),
    sessions: () => keepSessions(context),
    search: () => search.forget(),
  };
  for (const [step, run] of Object.entries(steps)) {
    if (no_more.aborted) return;
    await attempt(context, step, run);
  }
}

async function attempt({ log }: Context, step: string, run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.error("upkeep_failed", { step, error: describeFault(error) });
  }
}

function sweepLimits({ clock, log, rates, typing, addresses, logins }: Context): void {
  const now_ms = clock.steady();
  for (const table of [...Object.values(rates), typing, addresses, logins]) table.sweep(now_ms);
  const refused = addresses.takeRefused();
  if (refused > 0) log.warn("connections_refused", { count: refused });
}

/** Nobody who is connected is logged out because it could not be noted that they are. */
async function keepSessions({ store, hub, clock, settings }: Context): Promise<void> {
  const now_ms = clock.now();
  await store.sessions.touch([...hub.sessionIds()], now_ms, settings.session_ms);
  await store.sessions.purge(now_ms);
}
