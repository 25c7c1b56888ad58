import { expect, test } from "bun:test";

import type { Log, LogFields } from "../../src/domain/ports/log.ts";
import { watchLoopLag } from "../../src/system/loop-lag.ts";
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

/** Holds the loop up, as a slow disk would. */
const block = (for_ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, for_ms);

test("a loop that is held up is told with how long, once, and in the report", async () => {
  const { log, kept, warned, reported } = awaitedLog();
  const stop = watchLoopLag({ log, warn_every_ms: 60_000, report_every_ms: 400 });
  block(200);
  const { worst_ms, stalls } = await warned;
  expect(Number(worst_ms)).toBeWithin(150, 5_000);
  expect(stalls).toBe(1);
  block(200);
  const report = await reported;
  expect(Number(report["worst_ms"])).toBeWithin(150, 5_000);
  expect(report["stalls"]).toBeGreaterThanOrEqual(2);
  expect(kept.entries.filter(({ level }) => level === "warn")).toHaveLength(1);
  stop();
});

test("a loop that runs freely is reported and not warned of", async () => {
  const { log, kept, reported } = awaitedLog();
  const stop = watchLoopLag({ log, warn_ms: 60_000, report_every_ms: 50 });
  expect(await reported).toMatchObject({ stalls: 0 });
  expect(kept.entries.filter(({ level }) => level === "warn")).toEqual([]);
  stop();
});
