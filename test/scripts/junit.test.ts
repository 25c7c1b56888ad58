import { expect, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { countJunit, failedTests, strayErrors, whyFailed } from "../../scripts/junit.mjs";
import { newFolder } from "../support/folders.ts";

test("counts what really ran, failed and was skipped, whatever the names say", async () => {
  const folder = newFolder("chat-junit-");
  const tests = `
    import { describe, expect, test } from "bun:test";
    describe("outer", () => describe("inner <failure> & \\"quotes\\"", () => {
      test("passes, named </testcase><failure/>", () => {});
      test.each([1, 2, 3])("one of many %d", () => {});
      test("fails & <so on>", () => expect("<skipped/>").toBe("other"));
      test("throws", () => { throw new Error("]]> <testcase>"); });
      test.skip("is left out", () => {});
      test.todo("will come");
    }));`;
  await Bun.write(join(folder, "some.test.ts"), tests);
  const report = join(folder, "report.xml");
  const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
  const { stderr } = Bun.spawnSync([process.execPath, "test", ...reporter], {
    cwd: folder,
    stdout: "ignore",
  });
  const xml = await Bun.file(report).text();
  expect(countJunit(xml)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  expect(failedTests(xml)).toEqual(["some.test.ts > fails & <so on>", "some.test.ts > throws"]);
  const [one, other, ...more] = whyFailed(stderr.toString());
  expect(one).toMatch(/Received: "<skipped\/>"[^]*\(fail\) .*fails & <so on>/);
  expect(other).toMatch(/^(?![^]*Received)[^]*]]> <testcase>[^]*\(fail\) .*throws/);
  expect(more).toEqual([]);
  await rm(folder, { recursive: true });
});

test("what goes wrong outside of any test is told with its file, and beside the tests that fail", async () => {
  const folder = newFolder("chat-junit-");
  const texts = {
    "a.test.ts": 'import { gone } from "./gone.ts";\ngone();',
    "b.test.ts": 'import { expect, test } from "bun:test";\ntest("fails", () => expect(1).toBe(2));',
    "deep/c.test.ts":
      'import { test } from "bun:test";\ntest("lost", () => {});\nthrow new Error("at the top");',
    "d.test.ts": "Bun.nothing(",
  };
  for (const [name, text] of Object.entries(texts)) await Bun.write(join(folder, name), text);
  const { stderr } = Bun.spawnSync([process.execPath, "test"], { cwd: folder, stdout: "ignore" });
  const printed = stderr.toString();
  const errors = strayErrors(printed).toSorted((one, other) => one.name.localeCompare(other.name));
  expect(errors.map(({ name }) => name)).toEqual(
    ["a.test.ts", "d.test.ts", "deep/c.test.ts"].map((file) => `${file} > (outside of its tests)`),
  );
  const [missing, broken, thrown] = errors.map(({ why }) => why);
  expect(missing).toMatch(/^a\.test\.ts:\n[^]*gone\.ts/);
  expect(broken).toContain("Unexpected end of file");
  expect(thrown).toContain("error: at the top");
  const [why, ...more] = whyFailed(printed);
  expect(why).toMatch(/^(?![^]*Unhandled)[^]*Received: 1[^]*\(fail\) fails/);
  expect(more).toEqual([]);
  await rm(folder, { recursive: true });
});

test("a report that was never written counts nothing", () => {
  expect(countJunit("")).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(failedTests("")).toEqual([]);
});
