import { afterEach, beforeEach, expect, test } from "bun:test";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { LockBusy, withLock } from "../../src/client/file-lock.ts";
import { newFolder } from "../support/folders.ts";
import { Output } from "../support/program.ts";

let folder = "";
let lock = "";
beforeEach(() => {
  folder = newFolder("chat-lock-");
  lock = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that takes the lock and keeps it. */
async function holder() {
  const script = `
    const { withLock } = await import(${JSON.stringify(join(import.meta.dir, "../../src/client/file-lock.ts"))});
    withLock(${JSON.stringify(lock)}, 1_000, () => {
      require("node:fs").writeSync(1, "held\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  `;
  const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "inherit" });
  await new Output(child.stdout).until(/held/);
  return child;
}

test("a lock that lives is respected, however long; the lock of a process that was killed is none", async () => {
  const ana = await holder();
  let has_worked = false;
  const work = () => withLock(lock, 50, () => (has_worked = true));
  expect(work).toThrow(LockBusy);
  expect(work).toThrow(LockBusy);
  expect(has_worked).toBe(false);
  ana.kill("SIGKILL");
  await ana.exited;
  work();
  expect(has_worked).toBe(true);
});

test("one who was let in ends nobody else's lock: each of many processes counts right", async () => {
  const counter = join(folder, "counter");
  const script = `
    const { withLock } = await import(${JSON.stringify(join(import.meta.dir, "../../src/client/file-lock.ts"))});
    const { existsSync, readFileSync, writeFileSync } = require("node:fs");
    const counter = ${JSON.stringify(counter)};
    for (let i = 0; i < 200; i++)
      withLock(${JSON.stringify(lock)}, 20_000, () =>
        writeFileSync(counter, String(1 + Number(existsSync(counter) ? readFileSync(counter, "utf8") : 0))));
  `;
  const children = Array.from({ length: 4 }, () =>
    Bun.spawn([process.execPath, "-e", script], { stderr: "inherit" }),
  );
  expect(await Promise.all(children.map(({ exited }) => exited))).toEqual([0, 0, 0, 0]);
  expect(await Bun.file(counter).text()).toBe("800");
}, 30_000);

test("within one process too, and after an error it is free", () => {
  withLock(lock, 50, () => expect(() => withLock(lock, 10, () => {})).toThrow(LockBusy));
  expect(() =>
    withLock(lock, 50, () => {
      throw new RangeError("ana's");
    }),
  ).toThrow(RangeError);
  expect(withLock(lock, 50, () => 5)).toBe(5);
  expect(statSync(lock).size).toBe(0);
});
