import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { countJunit, failedTests, whyFailed } from "../../scripts/junit.mjs";

test("counts what really ran, failed and was skipped, whatever the names say", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-junit-"));
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

test("a report that was never written counts nothing", () => {
  expect(countJunit("")).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(failedTests("")).toEqual([]);
});
