import { nearest } from "../../ui/text/nearest.ts";
import type { Environment } from "../client/config-folder.ts";
import {
  environmentName,
  givenName,
  type Option,
  type OptionTable,
  type Parsed,
  type Source,
  UsageError,
} from "./option.ts";

/**
 * Reads a command line by its table: `--name value`, `--name=value`, switches without a value. The
 * command line wins over the environment, that over the default. Throws UsageError.
 */
export function parseOptions<T extends OptionTable>(
  table: T,
  args: readonly string[],
  environment: Environment,
  positionals_max = 0,
): Parsed<T> {
  const raw = splitArguments(table, args);
  if (raw.positionals.length > positionals_max)
    throw new UsageError(`Unexpected argument: ${raw.positionals[positionals_max]}`);

  const values: Record<string, unknown> = {};
  const given = new Map<string, Source>();
  for (const [name, option] of Object.entries(table)) {
    const texts = raw.texts.get(name) ?? fromEnvironment(name, option, environment);
    const source = raw.texts.has(name) ? "command line" : "environment";
    if (texts) given.set(name, source);
    values[name] = readers[option.kind](option as never, texts, givenName(name, source));
  }
  return { values: values as Parsed<T>["values"], given, positionals: raw.positionals };
}

interface Split {
  texts: Map<string, string[]>;
  positionals: string[];
}

function splitArguments(table: OptionTable, args: readonly string[]): Split {
  const split: Split = { texts: new Map(), positionals: [] };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? "";
    if (argument === "--") {
      split.positionals.push(...args.slice(index + 1));
      break;
    }
    if (!argument.startsWith("-") || argument === "-") {
      split.positionals.push(argument);
      continue;
    }
    index += takeOption(table, split, argument, args[index + 1]);
  }
  return split;
}

/** Returns how many arguments after this one it has taken. */
function takeOption(
  table: OptionTable,
  { texts }: Split,
  argument: string,
  next: string | undefined,
): number {
  const equals = argument.indexOf("=");
  const name = (equals < 0 ? argument : argument.slice(0, equals)).replace(/^--/, "");
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!option) throw new UsageError(`Unknown option: ${argument}${suggestion(name, table)}`);
  const add = (text: string) => texts.set(name, [...(texts.get(name) ?? []), text]);
  if (option.kind === "switch") {
    if (equals >= 0) throw new UsageError(`--${name} takes no value.`);
    add("true");
    return 0;
  }
  if (equals >= 0) {
    add(argument.slice(equals + 1));
    return 0;
  }
  if (next === undefined || next.startsWith("--")) throw new UsageError(`--${name} needs a value.`);
  add(next);
  return 1;
}

function suggestion(name: string, table: OptionTable): string {
  const near = nearest(name.replace(/^-+/, ""), Object.keys(table));
  return near ? `. Did you mean --${near}?` : "";
}

function fromEnvironment(name: string, option: Option, environment: Environment): string[] | undefined {
  const text = environment[environmentName(name)];
  if (text === undefined || text === "") return undefined;
  return option.kind === "list" ? text.split(",").map((part) => part.trim()) : [text];
}

type Reader<K extends Option["kind"]> = (
  option: Extract<Option, { kind: K }>,
  texts: string[] | undefined,
  name: string,
) => unknown;

const readers: { [K in Option["kind"]]: Reader<K> } = {
  text: (option, texts, name) => {
    const text = texts?.at(-1) ?? option.default;
    if (text === "") throw new UsageError(`${name} may not be empty.`);
    return text;
  },
  list: (_option, texts) => texts ?? [],
  integer(option, texts, name) {
    const text = texts?.at(-1);
    if (text === undefined) return option.default;
    const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= option.min && value <= option.max))
      throw new UsageError(
        `${name} must be a whole number from ${option.min} to ${option.max}, not "${text}".`,
      );
    return value;
  },
  choice(option, texts, name) {
    const text = texts?.at(-1) ?? option.default;
    if (!option.choices.includes(text))
      throw new UsageError(`${name} must be one of ${option.choices.join(", ")}, not "${text}".`);
    return text;
  },
  switch(_option, texts, name) {
    const text = texts?.at(-1) ?? "false";
    const value = switchWords.get(text.toLowerCase());
    if (value === undefined) throw new UsageError(`${name} must be 1 or 0, not "${text}".`);
    return value;
  },
};

const switchWords = new Map([
  ["1", true],
  ["true", true],
  ["yes", true],
  ["on", true],
  ["0", false],
  ["false", false],
  ["no", false],
  ["off", false],
]);
