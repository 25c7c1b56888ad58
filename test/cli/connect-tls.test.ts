import { describe, expect, test } from "bun:test";

import { readTls } from "../../src/cli/connect-tls.ts";
import { UsageError } from "../../src/cli/option.ts";
import { connectOptions } from "../../src/cli/options.ts";
import { parseOptions } from "../../src/cli/parse.ts";

const flags = [[], ["--tls"], ["--no-tls"], ["--tls", "--no-tls"]];
const values = [undefined, "0", "1"];

const combinations = flags.flatMap((args) =>
  values.flatMap((CHAT_TLS) => values.map((CHAT_NO_TLS) => ({ args, env: { CHAT_TLS, CHAT_NO_TLS } }))),
);

const read = ({ args, env }: (typeof combinations)[number]) =>
  readTls(parseOptions(connectOptions, args, env, 1));

describe("the command line alone decides where it says something", () => {
  test.each(combinations.filter(({ args }) => args.length === 1))("%j", ({ args, env }) => {
    expect(read({ args, env })).toBe(args[0] === "--tls");
  });

  test.each(combinations.filter(({ args }) => args.length === 2))("not both: %j", ({ args, env }) => {
    expect(() => read({ args, env })).toThrow(new UsageError("--tls and --no-tls cannot both be."));
  });
});

describe("else the environment does, by a switch that is on", () => {
  const silent = combinations.filter(({ args }) => args.length === 0);

  test.each(silent.filter(({ env }) => env.CHAT_TLS !== "1" || env.CHAT_NO_TLS !== "1"))("%j", (one) => {
    const { CHAT_TLS, CHAT_NO_TLS } = one.env;
    expect(read(one)).toBe(CHAT_TLS === "1" ? true : CHAT_NO_TLS === "1" ? false : undefined);
  });

  test("not both", () => {
    expect(() => read({ args: [], env: { CHAT_TLS: "1", CHAT_NO_TLS: "1" } })).toThrow(
      "CHAT_TLS and CHAT_NO_TLS cannot both be.",
    );
  });
});
