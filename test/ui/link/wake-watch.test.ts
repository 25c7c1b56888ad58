import { expect, test } from "bun:test";

import type { Timers } from "../../../ui/link/timers.ts";
import { watchWake } from "../../../ui/link/wake-watch.ts";

/** Timers whose clock may go on without them, as in a computer that sleeps. */
function sleepy() {
  let now_ms = 0;
  let due: { at_ms: number; run: () => void } | undefined;
  const timers: Timers = {
    now_ms: () => now_ms,
    random: () => 0,
    after(delay_ms, run) {
      due = { at_ms: now_ms + delay_ms, run };
      return () => {
        due = undefined;
      };
    },
  };
  const tick = (late_ms: number) => {
    const next = due;
    if (next === undefined) throw new Error("nothing is due");
    now_ms = next.at_ms + late_ms;
    next.run();
  };
  return { timers, tick };
}

test("a clock that went on while timers stood still is a computer that slept", () => {
  const { timers, tick } = sleepy();
  let woken = 0;
  watchWake(timers, () => woken++);
  for (const late_ms of [0, 900, 5_000]) tick(late_ms);
  expect(woken).toBe(0);
  tick(3_600_000);
  expect(woken).toBe(1);
  tick(0);
  expect(woken).toBe(1);
});
