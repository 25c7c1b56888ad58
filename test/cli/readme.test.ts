import { expect, test } from "bun:test";

import type { Option, OptionTable } from "../../src/cli/option.ts";
import { commands } from "../../src/cli/usage.ts";

const readme = await Bun.file(new URL("../../README.md", import.meta.url)).text();

test.each(Object.entries(commands))("the README tells the options of %s", (name, { options }) => {
  const section = readme.split(`<!-- options: ${name} -->`)[1] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.slice(0, Object.keys(options).length)).toEqual(expectedRows(options));
  expect(section.split("\n\n")[1]?.split("\n").length).toBe(Object.keys(options).length + 2);
});

const expectedRows = (options: OptionTable): string[] =>
  Object.entries(options).map(([name, option]) => {
    const value = option.value === undefined ? "" : ` ${option.value}`;
    return `| \`--${name}${value}\` | ${defaultOf(option)} | ${option.help} |`;
  });

const defaultOf = (option: Option): string =>
  "default" in option && option.default !== undefined ? `\`${option.default}\`` : "";
