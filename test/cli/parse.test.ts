import { describe, expect, test } from "bun:test";

import type { OptionTable } from "../../src/cli/option.ts";
import { serveOptions } from "../../src/cli/options.ts";
import { parseOptions } from "../../src/cli/parse.ts";

const table = {
  name: { kind: "text", help: "" },
  place: { kind: "text", default: "here", help: "" },
  "max-count": { kind: "integer", default: 5, min: 0, max: 10, help: "" },
  level: { kind: "choice", default: "low", choices: ["low", "high"], help: "" },
  force: { kind: "switch", help: "" },
  host: { kind: "list", help: "" },
} as const satisfies OptionTable;

const parse = (args: string[], environment = {}) => parseOptions(table, args, environment, 1);

test("without anything the defaults hold", () => {
  const { values, given } = parse([]);
  expect(values).toEqual({
    name: undefined,
    place: "here",
    "max-count": 5,
    level: "low",
    force: false,
    host: [],
  });
  expect([...given]).toEqual([]);
});

test("values come after a space or an equals sign", () => {
  const args = [
    "--name",
    "ana",
    "--max-count=7",
    "--level",
    "high",
    "--force",
    "--host",
    "a",
    "--host=b",
    "there",
  ];
  const { values, given, positionals } = parse(args);
  expect(values).toEqual({
    name: "ana",
    place: "here",
    "max-count": 7,
    level: "high",
    force: true,
    host: ["a", "b"],
  });
  expect(positionals).toEqual(["there"]);
  expect(given.has("place")).toBe(false);
});

test("the environment holds where the command line is silent", () => {
  const environment = {
    CHAT_MAX_COUNT: "3",
    CHAT_FORCE: "1",
    CHAT_NAME: "ben",
    CHAT_HOST: "a, b",
    CHAT_LEVEL: "",
  };
  const { values, given } = parse(["--name", "ana"], environment);
  expect(values).toMatchObject({ name: "ana", "max-count": 3, force: true, host: ["a", "b"], level: "low" });
  expect(given.has("max-count")).toBe(true);
});

describe("what is wrong is said, with the option's name", () => {
  test.each([
    [["--max-count", "11"], {}, '--max-count must be a whole number from 0 to 10, not "11".'],
    [["--max-count", "x"], {}, '--max-count must be a whole number from 0 to 10, not "x".'],
    [["--max-count=1.5"], {}, '--max-count must be a whole number from 0 to 10, not "1.5".'],
    [["--max-count"], {}, "--max-count needs a value."],
    [["--name", "--force"], {}, "--name needs a value."],
    [["--name="], {}, "--name may not be empty."],
    [["--level", "odd"], {}, '--level must be one of low, high, not "odd".'],
    [["--force=yes"], {}, "--force takes no value."],
    [["--fource"], {}, "Unknown option: --fource. Did you mean --force?"],
    [["-x"], {}, "Unknown option: -x"],
    [["--__proto__"], {}, "Unknown option: --__proto__"],
    [["one", "two"], {}, "Unexpected argument: two"],
    [[], { CHAT_MAX_COUNT: "-1" }, 'CHAT_MAX_COUNT must be a whole number from 0 to 10, not "-1".'],
    [[], { CHAT_FORCE: "perhaps" }, 'CHAT_FORCE must be 1 or 0, not "perhaps".'],
  ])("%j %j", (args, environment, message) => {
    expect(() => parse(args, environment)).toThrow(message);
  });
});

test("serve has the original's options and defaults", () => {
  const { values } = parseOptions(serveOptions, [], {});
  expect(values).toMatchObject({
    host: "127.0.0.1",
    port: 5050,
    db: "chat_data.db",
    "no-tls": false,
    cert: "certs/server.crt",
    key: "certs/server.key",
    "rate-limit": 5,
    "bcrypt-rounds": 12,
    "session-hours": 24,
  });
});
