import { parseArgs } from "node:util";

/** What the command line of every benchmark may say. */
export interface BenchOptions {
  /** Parts and peers by the beginning of their names; empty: all. */
  only: string[];
  peers: string[];
  sockets: number[];
  seconds: number;
  minutes: number;
  quick: boolean;
  write: boolean;
  install: boolean;
}

export function readOptions(words: readonly string[] = process.argv.slice(2)): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      peers: { type: "string" },
      sockets: { type: "string" },
      seconds: { type: "string" },
      minutes: { type: "string" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      install: { type: "boolean", default: false },
    },
  });
  const { quick, write, install } = values;
  return {
    only: listOf(values.only),
    peers: listOf(values.peers),
    sockets: listOf(values.sockets ?? (quick ? "100,1000" : "100,1000,10000")).map((word) =>
      positive("sockets", word),
    ),
    seconds: positive("seconds", values.seconds ?? (quick ? "2" : "5")),
    minutes: positive("minutes", values.minutes ?? (quick ? "0.2" : "1")),
    quick,
    write,
    install,
  };
}

const listOf = (words = ""): string[] => words.split(",").filter((word) => word !== "");

function positive(name: string, word: string): number {
  const value = Number(word);
  if (!(value > 0)) throw new Error(`--${name} takes numbers above 0, not ${word}`);
  return value;
}

/** Whether the options ask for this one: nothing asked for is all. */
export const isAskedFor = (names: readonly string[], name: string): boolean =>
  names.length === 0 || names.some((asked) => name.startsWith(asked));
