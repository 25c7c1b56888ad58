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

/** Holds the loop up, as a slow disk would. */
const block = (for_ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, for_ms);

test("a loop that is held up is told with how long, once, and in the report", async () => {
  const { log, kept, warned, reported } = awaitedLog();
  using _lag = started({ log, interval_ms: 25, warn_every_ms: 60_000, report_every_ms: 400 });
  block(200);
  const { worst_ms, stalls } = await warned;
  expect(Number(worst_ms)).toBeWithin(150, 5_000);
  expect(stalls).toBe(1);
  block(200);
  const report = await reported;
  expect(Number(report["worst_ms"])).toBeWithin(150, 5_000);
  expect(report["stalls"]).toBeGreaterThanOrEqual(2);
  expect(kept.entries.filter(({ level }) => level === "warn")).toHaveLength(1);
});

test("a loop that runs freely is reported and not warned of", async () => {
  const { log, kept, reported } = awaitedLog();
  using _lag = started({ log, warn_ms: 60_000, report_every_ms: 50 });
  expect(await reported).toMatchObject({ stalls: 0 });
  expect(kept.entries.filter(({ level }) => level === "warn")).toEqual([]);
});

test("a turn that work was told of is measured exactly, with what it put off to its end", async () => {
  const { log, kept, reported } = awaitedLog();
  using lag = started({ log, interval_ms: 200, warn_ms: 150, report_every_ms: 600 });
  for (let turns = 0; turns < 2; turns++) {
    await new Promise(setImmediate);
    lag.working();
    block(80);
    setImmediate(() => block(160)); // as a commit, which comes at the end of the turn
  }
  const report = await reported;
  expect(report["stalls"]).toBe(2);
  expect(Number(report["worst_ms"])).toBeWithin(160, 5_000);
  expect(kept.entries.filter(({ level }) => level === "warn")).not.toEqual([]);
});

test("what a timer does is measured from its beginning", async () => {
  const { log, reported } = awaitedLog();
  using lag = started({ log, interval_ms: 200, warn_ms: 150, report_every_ms: 400 });
  watchedClock(systemClock, lag).after(50, () => block(160));
  expect(await reported).toMatchObject({ stalls: 1 });
});

test("a stall that ends with work is told once", async () => {
  const { log, reported } = awaitedLog();
  using lag = started({ log, warn_ms: 150, report_every_ms: 400 });
  setImmediate(() => {
    block(300);
    lag.working(); // as when bytes have come meanwhile
  });
  expect(await reported).toMatchObject({ stalls: 1 });
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
