import { type Child, cores, endChild, startChild } from "./children.ts";
import { compileGenerator } from "./compile.ts";

/** What a connection says, and what the answer holds that shows that it has come through. */
export interface Step {
  say: string | Uint8Array;
  until: string | Uint8Array;
}

export interface Lane {
  /** The connection that sends. */
  peer: number;
  /** Deliveries that each of its messages makes. */
  expected: number;
  message: string | Uint8Array;
}

export interface Plan {
  framing: "chat" | "redis" | "nats" | "irc" | "mqtt";
  port: number;
  tls?: boolean;
  /** Answers a ping of our own protocol; said once before a measurement, so that none comes in the middle. */
  keepalive?: Uint8Array;
  /** Logins under way at a time, where a server takes no more than a few waiting connections. */
  logins_at_once?: number;
  peers: readonly (readonly Step[])[];
  lanes: readonly Lane[];
}

export interface Logins {
  ready: number;
  seconds: number;
  p50_ms: number;
  p99_ms: number;
  closed: number;
  note: string;
}

export interface Run {
  seconds: number;
  server_cpu_s: number;
  generator_cpu_s: number;
  /** Within the measured time. */
  messages: number;
  deliveries: number;
  bytes: number;
  p50_ms: number;
  p99_ms: number;
  max_ms: number;
  /** Since the start. */
  total_messages: number;
  total_deliveries: number;
  /** Deliveries that did not come, and those that were not due: twice, out of order, to the wrong one. */
  lost: number;
  errors: number;
  closed: number;
  pings: number;
  /** The first complaint of the server. */
  note: string;
}

export interface Load {
  /** The server whose CPU time is read; 0 for none. */
  pid: number;
  /** Messages of each sender under way, or messages a second over all senders. */
  window?: number;
  rate?: number;
  warm_s: number;
  seconds: number;
}

/** A text of 64 bytes, in which the generator writes who sent it and its number. */
export const text = `@@aaaaaaaaaa ${"what a message says ".repeat(3)}`.slice(0, 64);
/** Written anew in each message: a nonce as clients make them, and an id of 8 digits. */
export const nonce = "00000000-0000-7000-8000-000000000000";
export const request_id = 10_000_000;

/** The C program that makes the load, on its own core. Use with `await using`. */
export class Generator {
  readonly #child: Child;
  readonly #lines: AsyncIterator<string>;

  constructor(readonly plan: Plan) {
    const { framing, port, tls } = plan;
    const command = [compileGenerator(), framing, String(port), ...(tls ? ["tls"] : [])];
    this.#child = startChild(command, { core: cores.generator, stdin: "pipe" });
    this.#lines = linesOf(this.#child);
    if (plan.keepalive) this.#say(`keepalive ${hex(plan.keepalive)}`);
    for (const steps of plan.peers)
      this.#say(["peer", ...steps.map(({ say, until }) => `step ${hex(say)} ${hex(until)}`)].join("\n"));
    for (const lane of plan.lanes) this.#say(laneLine(lane));
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Starts logins of these connections; the others stay as they are. */
  startLogins(from: number, to: number, at_once: number): void {
    this.#say(`login ${from} ${to} ${at_once}`);
  }

  waitForLogins = (seconds: number): Promise<Logins> => this.#ask(`wait ${seconds}`);

  /** All log in, everything that they set off comes to rest, and each beats once. Throws when one could not. */
  async logIn(at_once = this.plan.logins_at_once ?? 64, patience_s = 120): Promise<Logins> {
    const count = this.plan.peers.length;
    this.startLogins(0, count, at_once);
    const logins = await this.waitForLogins(patience_s);
    if (logins.ready !== count)
      throw new Error(
        `${logins.ready} of ${count} could log in (${logins.closed} were cut off) ${logins.note}`,
      );
    await this.settle(0.3, 30);
    if (this.plan.keepalive) this.#say("beat");
    await this.settle(0.3, 30);
    return logins;
  }

  settle = (quiet_s: number, max_s: number): Promise<{ seconds: number; closed: number }> =>
    this.#ask(`settle ${quiet_s} ${max_s}`);

  stall(peer: number): void {
    this.#say(`stall ${peer}`);
  }

  run = ({ pid, window = 0, rate = 0, warm_s, seconds }: Load): Promise<Run> =>
    this.#ask(`run ${pid} ${window} ${rate} ${warm_s} ${seconds}`);

  async [Symbol.asyncDispose](): Promise<void> {
    await endChild(this.#child);
  }

  #say(line: string): void {
    if (typeof this.#child.stdin !== "object") throw new Error("the generator has no input");
    void this.#child.stdin.write(`${line}\n`);
  }

  async #ask<Answer>(line: string): Promise<Answer> {
    this.#say(line);
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value) as Answer;
    const said = await new Response(this.#child.stderr).text();
    throw new Error(`the generator ended (${await this.#child.exited}): ${said}`);
  }
}

const hex = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("hex");

function laneLine({ peer, expected, message }: Lane): string {
  const bytes = Buffer.from(message);
  const at = [text.slice(0, 12), nonce, String(request_id)].map((part) => bytes.indexOf(part));
  return `lane ${peer} ${expected} ${at.join(" ")} ${bytes.toString("hex")}`;
}

async function* linesOf(child: Child): AsyncGenerator<string> {
  if (!(child.stdout instanceof ReadableStream)) return;
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of child.stdout) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
