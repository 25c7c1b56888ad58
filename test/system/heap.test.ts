import { expect, test } from "bun:test";

import { logins_per_collection, tidyHeap } from "../../src/system/heap.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a crowd that logs in is collected after once for each so many, in a turn of its own", async () => {
  let collections = 0;
  const memory = tidyHeap({ young: () => collections++, all: () => Infinity });
  for (let login = 1; login < logins_per_collection; login++) memory.loggedIn();
  await turn();
  expect(collections).toBe(0);
  memory.loggedIn();
  expect(collections).toBe(0);
  await turn();
  expect(collections).toBe(1);
  for (let login = 0; login < 2 * logins_per_collection; login++) memory.loggedIn();
  await turn();
  expect(collections).toBe(3);
});

test("everything is collected whenever the heap has doubled since", async () => {
  const sizes = [10, 15, 20, 21, 30, 43, 200];
  const whole: number[] = [];
  let size = 0;
  const memory = tidyHeap({ young: () => (size = sizes.shift() ?? 0), all: () => (whole.push(size), size) });
  while (sizes.length > 0) {
    for (let login = 0; login < logins_per_collection; login++) memory.loggedIn();
    await turn();
  }
  expect(whole).toEqual([10, 21, 43, 200]);
});

test("what logins threw away is gone after it", async () => {
  const memory = tidyHeap();
  const thrown: WeakRef<object>[] = [];
  for (let login = 0; login < logins_per_collection; login++) {
    for (let each = 0; each < 100; each++) thrown.push(new WeakRef({ login, each }));
    memory.loggedIn();
  }
  await turn(); // until here whatever a weak reference was made of is kept
  await turn();
  expect(thrown.filter((each) => each.deref() !== undefined).length).toBeLessThan(thrown.length / 2);
});
