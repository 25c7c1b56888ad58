import { expect, test } from "bun:test";

import { createLog, type LogFormat, type LogLevel } from "../../src/system/log.ts";

function logged(format: LogFormat, level: LogLevel) {
  const lines: string[] = [];
  const log = createLog({ format, level, write: (line) => lines.push(line), now: () => new Date(0) });
  log.debug("quiet");
  log.warn("loud", { who: "ana", text: 'two words\n"quoted"', count: 3, missing: undefined });
  return lines;
}

test("json is one object a line", () => {
  const [line = ""] = logged("json", "info");
  expect(JSON.parse(line)).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    level: "warn",
    event: "loud",
    who: "ana",
    text: 'two words\n"quoted"',
    count: 3,
  });
  expect(line.indexOf("\n")).toBe(line.length - 1);
});

test("pretty quotes what could pass for something else", () => {
  expect(logged("pretty", "info")).toEqual([
    '00:00:00.000 warn  loud who=ana text="two words\\n\\"quoted\\"" count=3 missing=undefined\n',
  ]);
});

test("below the level nothing is written", () => {
  expect(logged("json", "debug").length).toBe(2);
  expect(logged("json", "warn").length).toBe(1);
  expect(logged("json", "error").length).toBe(0);
});
