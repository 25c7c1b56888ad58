import type { Clock } from "../domain/ports/clock.ts";

export interface RestOptions {
  clock: Clock;
  /** CPU time of the process since its start, all threads. */
  cpuMs(): number;
  /** Called at rest after work. What it takes itself counts as no work. */
  giveBack(): void;
}

const look_ms = 1_000;
/** At rest is who takes less than this from one look to the next, */
const calm_cpu_ms = 30;
/** so many times one after the other. */
const calm_looks = 3;
/** Less work than this leaves nothing behind that is worth the trouble. */
const worth_cpu_ms = 200;
/** Looks from one time to the next: a server that always has a little to do must not be kept busy by this. */
const looks_between = 20;

/** Calls `giveBack` when the process has come to rest after it worked; its start is work too. Returns how to stop. */
export function watchRest({ clock, cpuMs, giveBack }: RestOptions): () => void {
  let seen_cpu_ms = cpuMs();
  let given_back_cpu_ms = -worth_cpu_ms; // however quick the start was, it leaves much behind
  let calm = 0;
  let looks = looks_between;

  const look = () => {
    cancel = clock.after(look_ms, look);
    const cpu_ms = cpuMs();
    calm = cpu_ms - seen_cpu_ms < calm_cpu_ms ? calm + 1 : 0;
    seen_cpu_ms = cpu_ms;
    looks++;
    if (calm < calm_looks || looks < looks_between || cpu_ms - given_back_cpu_ms < worth_cpu_ms) return;
    giveBack();
    seen_cpu_ms = given_back_cpu_ms = cpuMs();
    calm = looks = 0;
  };
  let cancel = clock.after(look_ms, look);
  return () => cancel();
}
