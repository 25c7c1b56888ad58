import { expect, test } from "bun:test";

import { GroupSync } from "../../src/client/group-sync.ts";

/** A disk that confirms when it is told to. */
function slowDisk() {
  const asked: PromiseWithResolvers<void>[] = [];
  const group = new GroupSync(() => {
    const one = Promise.withResolvers<void>();
    asked.push(one);
    return one.promise;
  });
  return { asked, group };
}

/** After every promise that is ready now. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("all who come while the disk is busy share the next request, and none is told too early", async () => {
  const { asked, group } = slowDisk();
  const told: string[] = [];
  const ask = (name: string) => group.done().then(() => told.push(name));
  void ask("a");
  await settled();
  for (const name of ["b", "c", "d"]) void ask(name);
  await settled();
  expect(asked).toHaveLength(1);
  asked[0]?.resolve();
  await settled();
  expect(told).toEqual(["a"]);
  expect(asked).toHaveLength(2);
  asked[1]?.resolve();
  await settled();
  expect(told).toEqual(["a", "b", "c", "d"]);
});

test("what goes wrong is told to those it is about, and the next try is another one", async () => {
  const { asked, group } = slowDisk();
  const first = group.done();
  await settled();
  const second = group.done();
  asked[0]?.reject(new Error("EIO"));
  await expect(first).rejects.toThrow("EIO");
  await settled();
  asked[1]?.resolve();
  expect(await second).toBeUndefined();
});
