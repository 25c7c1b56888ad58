import { expect, test } from "bun:test";

import { logUncaught } from "../../src/cli/uncaught.ts";
import { AnswersOwed } from "../../src/transport/send-ring.ts";
import { KeptLog } from "../support/context.ts";

class Left extends Error {}

/** What is told as uncaught, and what came of it. */
function scene() {
  const log = new KeptLog();
  let tell: (error: unknown) => void = () => {};
  const leave = (exit_code: number): never => {
    throw new Left(`${exit_code}`);
  };
  logUncaught(log, { uncaught: (each) => (tell = each), leave });
  return { log, tell: (error: unknown) => tell(error) };
}

test("what nothing caught is in the log with its place, and nothing ends", () => {
  const { log, tell } = scene();
  tell(new TypeError("undefined is not an object"));
  tell("a word");
  expect(log.entries.map(({ level, event }) => `${level} ${event}`)).toEqual([
    "error uncaught",
    "error uncaught",
  ]);
  expect(log.entries[0]?.fields["error"]).toMatch(/undefined is not an object[^]*uncaught\.test\.ts/);
  expect(log.entries[1]?.fields).toEqual({ error: "a word" });
});

test("where nobody knows what the sockets were sent the server ends", () => {
  const { log, tell } = scene();
  expect(() => tell(new AnswersOwed(3))).toThrow(new Left("70"));
  expect(log.entries).toHaveLength(1);
});
