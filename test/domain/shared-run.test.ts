import { expect, test } from "bun:test";

import { SharedRun } from "../../src/domain/shared-run.ts";

/** Runs that end when they are told to. */
function heldRuns() {
  const begun: PromiseWithResolvers<void>[] = [];
  const shared = new SharedRun(() => {
    const run = Promise.withResolvers<void>();
    begun.push(run);
    return run.promise;
  });
  return { begun, shared };
}

test("all who ask while a run is under way share one more after it", async () => {
  const { begun, shared } = heldRuns();
  const first = shared.ask();
  const others = [shared.ask(), shared.ask(), shared.ask()];
  expect(new Set(others).size).toBe(1);
  expect(begun).toHaveLength(1);
  begun[0]?.resolve();
  await first;
  const late = shared.ask(); // the next one has not begun yet
  expect(begun).toHaveLength(1);
  await new Promise(setImmediate);
  expect(begun).toHaveLength(2);
  begun[1]?.resolve();
  await Promise.all([...others, late]);
  expect(begun).toHaveLength(2);
  void shared.ask();
  expect(begun).toHaveLength(3);
});

test("a run that fails is told to its own, and the next one runs all the same", async () => {
  const { begun, shared } = heldRuns();
  const [first, next] = [shared.ask(), shared.ask()];
  begun[0]?.reject(new Error("not now"));
  await expect(first).rejects.toThrow("not now");
  await new Promise(setImmediate);
  begun[1]?.resolve();
  await next;
  expect(begun).toHaveLength(2);
});
