import { expect, test } from "bun:test";

import type { Log, LogFields } from "../../src/domain/ports/log.ts";
import { systemClock } from "../../src/system/clock.ts";
import { LoopLag, type LoopLagOptions, watchedClock } from "../../src/system/loop-lag.ts";
import { KeptLog } from "../support/context.ts";

/** A log whose next entry of a level can be waited for. */
function awaitedLog() {
  const kept = new KeptLog();
  const told = { warn: Promise.withResolvers<LogFields>(), debug: Promise.withResolvers<LogFields>() };
  const log: Log = {
    ...kept,
    info: kept.info,
    error: kept.error,
    warn(event, fields = {}) {
      kept.warn(event, fields);
      told.warn.resolve(fields);
    },
    debug(event, fields = {}) {
      kept.debug(event, fields);
      told.debug.resolve(fields);
    },
  };
  return { log, kept, warned: told.warn.promise, reported: told.debug.promise };
}

function started(options: LoopLagOptions) {
  const lag = new LoopLag(options);
  lag.start();
  return Object.assign(lag, { [Symbol.dispose]: () => lag.stop() });
}

/** Time that stands still but where it is moved: what a machine that is busy with other things adds is in no figure. */
function heldTime() {
  let now_ms = 0;
  return { steady: () => now_ms, pass: (for_ms: number) => void (now_ms += for_ms) };
}

test("a loop that is held up is told with how long, once, and in the report", async () => {
  const { log, kept, warned, reported } = awaitedLog();
  const { steady, pass } = heldTime();
  using _lag = started({ log, steady, interval_ms: 25, warn_every_ms: 60_000, report_every_ms: 400 });
  pass(200);
  expect(await warned).toEqual({ worst_ms: 175, stalls: 1 });
  pass(225);
  expect(await reported).toEqual({ worst_ms: 200, stalls: 2 });
  expect(kept.entries.filter(({ level }) => level === "warn")).toHaveLength(1);
});

test("it is the time of this machine that is measured", async () => {
  const { log, warned } = awaitedLog();
  using _lag = started({ log, interval_ms: 25 });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); // holds the loop up, as a slow disk would
  expect(Number((await warned)["worst_ms"])).toBeWithin(150, 5_000);
});

test("a loop that runs freely is reported and not warned of", async () => {
  const { log, kept, reported } = awaitedLog();
  using _lag = started({ log, warn_ms: 60_000, report_every_ms: 50 });
  expect(await reported).toMatchObject({ stalls: 0 });
  expect(kept.entries.filter(({ level }) => level === "warn")).toEqual([]);
});

test("a turn that work was told of is measured exactly, with what it put off to its end", async () => {
  const { log, kept, reported } = awaitedLog();
  const { steady, pass } = heldTime();
  using lag = started({ log, steady, interval_ms: 200, warn_ms: 150, report_every_ms: 480 });
  for (let turns = 0; turns < 2; turns++) {
    await new Promise(setImmediate);
    lag.working();
    pass(80);
    setImmediate(() => pass(160)); // as a commit, which comes at the end of the turn
  }
  // The first put off what the second began after: 160 and 80; then 160.
  expect(await reported).toEqual({ worst_ms: 240, stalls: 2 });
  expect(kept.entries.filter(({ level }) => level === "warn")).not.toEqual([]);
});

test("what a timer does is measured from its beginning", async () => {
  const { log, reported } = awaitedLog();
  const { steady, pass } = heldTime();
  using lag = started({ log, steady, interval_ms: 200, warn_ms: 150, report_every_ms: 160 });
  watchedClock(systemClock, lag).after(50, () => pass(160));
  expect(await reported).toEqual({ worst_ms: 160, stalls: 1 });
});

test("a stall that ends with work is told once", async () => {
  const { log, reported } = awaitedLog();
  const { steady, pass } = heldTime();
  using lag = started({ log, steady, warn_ms: 150, report_every_ms: 300 });
  setImmediate(() => {
    pass(300);
    lag.working(); // as when bytes have come meanwhile
  });
  expect(await reported).toEqual({ worst_ms: 225, stalls: 1 });
});

test("where turns follow each other it is told without a timer", async () => {
  const { log, kept } = awaitedLog();
  using lag = started({ log, interval_ms: 60_000, report_every_ms: 50 });
  for (let turn = 0; kept.entries.length === 0; turn++) {
    if (turn % 4 === 0) lag.working(); // and the one after it; then one that nothing was told of
    await new Promise(setImmediate);
  }
  expect(kept.entries).toMatchObject([{ event: "loop_lag", fields: { stalls: 0 } }]);
});
