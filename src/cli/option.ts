/** One option of a command, as a row of a table: parsing, the environment, --help and the README follow from it. */
export type Option =
  | (OptionText & { kind: "text"; default?: string })
  | (OptionText & { kind: "integer"; default?: number; min: number; max: number })
  | (OptionText & { kind: "choice"; default: string; choices: readonly string[] })
  | (OptionText & { kind: "switch" })
  | (OptionText & { kind: "list" });

interface OptionText {
  /** What stands for the value in --help. */
  value?: string;
  help: string;
}

export type OptionTable = Record<string, Option>;

type Value<O extends Option> = O["kind"] extends "integer"
  ? O extends { default: number }
    ? number
    : number | undefined
  : O["kind"] extends "switch"
    ? boolean
    : O["kind"] extends "list"
      ? string[]
      : O extends { default: string }
        ? string
        : string | undefined;

export type Source = "command line" | "environment";

export interface Parsed<T extends OptionTable> {
  values: { [N in keyof T]: Value<T[N]> };
  /** The options that were given, by name, and where: the command line wins over the environment. */
  given: ReadonlyMap<string, Source>;
  positionals: string[];
}

/** An option as it was given, for a sentence about it. */
export const givenName = (option: string, source: Source | undefined): string =>
  source === "environment" ? environmentName(option) : `--${option}`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** `rate-limit` is set by --rate-limit and CHAT_RATE_LIMIT. */
export const environmentName = (option: string): string =>
  `CHAT_${option.replaceAll("-", "_").toUpperCase()}`;
