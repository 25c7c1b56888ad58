import { parseArgs } from "node:util";

/** What the command line of every benchmark may say. */
export interface BenchOptions {
  /** Parts and peers by the beginning of their names; empty: all. */
  only: string[];
  peers: string[];
  sockets: number[];
  seconds: number;
  /** How often the fan-out starts and measures every server, in turns. */
  rounds: number;
  minutes: number;
  /** Messages a second, of bench/soak.ts. */
  rate: number;
  quick: boolean;
  write: boolean;
  install: boolean;
  /** Measures nothing and writes what was kept of earlier runs. */
  report: boolean;
  /** Measures dist/chat as it is, without building it first. */
  as_built: boolean;
}

const usage = `bun run bench [options]

  --install          install the other servers, gcc and OpenSSL's headers (Debian, as root)
  --quick            1,000 sockets and short runs: about 3 minutes
  --only PART,..     these parts
  --peers NAME,..    these servers: chat, reference, redis, nats, ngircd, inspircd, mosquitto
  --sockets N,..     for the fan-out; 100,1000,10000 unless told otherwise
  --seconds N        how long each load is measured
  --rounds N         of the fan-out: every server is started and measured so often, in turns, and the median counts
  --minutes N        how long bench/soak.ts and bench/fuzz.ts run
  --rate N           messages a second of bench/soak.ts; 200 unless told otherwise
  --write            write the tables into docs/PERFORMANCE.md
  --report           measure nothing, write the kept tables of earlier runs
  --as-built         do not build dist/chat first`;

/** Ends the program with words, not with a stack, when they are asked for or the options are wrong. */
export function optionsOrExit(parts: readonly string[] = []): BenchOptions {
  const words = process.argv.slice(2);
  if (words.includes("--help")) {
    console.log(parts.length > 0 ? `${usage}\n\nParts: ${parts.join(", ")}` : usage);
    process.exit(0);
  }
  try {
    const options = readOptions(words);
    const unknown = options.only.find(
      (name) => parts.length > 0 && !parts.some((part) => part.startsWith(name)),
    );
    if (unknown !== undefined) throw new Error(`no part is named ${unknown}; there are ${parts.join(", ")}`);
    return options;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

export function readOptions(words: readonly string[] = process.argv.slice(2)): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      peers: { type: "string" },
      sockets: { type: "string" },
      seconds: { type: "string" },
      rounds: { type: "string" },
      minutes: { type: "string" },
      rate: { type: "string" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      install: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      "as-built": { type: "boolean", default: false },
    },
  });
  const { quick, write, install, report } = values;
  return {
    only: listOf(values.only),
    peers: listOf(values.peers),
    sockets: listOf(values.sockets ?? (quick ? "1000" : "100,1000,10000")).map((word) =>
      whole("sockets", word),
    ),
    seconds: positive("seconds", values.seconds ?? (quick ? "2" : "5")),
    rounds: whole("rounds", values.rounds ?? "1"),
    minutes: positive("minutes", values.minutes ?? (quick ? "0.2" : "1")),
    rate: positive("rate", values.rate ?? "200"),
    quick,
    write,
    install,
    report,
    as_built: values["as-built"],
  };
}

const listOf = (words = ""): string[] => words.split(",").filter((word) => word !== "");

function positive(name: string, word: string): number {
  const value = Number(word);
  if (!(value > 0)) throw new Error(`--${name} takes numbers above 0, not ${word}`);
  return value;
}

function whole(name: string, word: string): number {
  const value = positive(name, word);
  if (!Number.isInteger(value)) throw new Error(`--${name} takes whole numbers, not ${word}`);
  return value;
}

/** Whether the options ask for this one: nothing asked for is all. */
export const isAskedFor = (names: readonly string[], name: string): boolean =>
  names.length === 0 || names.some((asked) => name.startsWith(asked));
