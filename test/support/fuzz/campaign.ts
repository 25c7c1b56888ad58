import { Database } from "bun:sqlite";

import { residentMegabytes } from "../../../bench/support/process-tree.ts";
import { limits } from "../../../src/protocol/limits.ts";
import type { ReplyError } from "../../../src/protocol/registry.ts";
import { type Frame, frameOf, type FrameSocket, headerOf } from "../frame-socket.ts";
import { startServer, type TestServer } from "../server.ts";
import { endedMeanwhile, People } from "./people.ts";
import { isV1, piecesOf, type Role, type Visit } from "./plans.ts";
import type { Crowd } from "./rushes.ts";

/** One server under fire, and what has been seen of it. */
export class Campaign {
  /** How often which answer came: what shows that more is reached than the first look at a frame. */
  readonly answers = new Map<string, number>();
  /** To who says something in the midst of a rush. For people to read: the client shares the machine with the server. */
  longest_answer_ms = 0;
  #server: TestServer;
  #people: People;
  #batches = 0;
  #log_read = 0;
  #is_under_way = false;

  private constructor(server: TestServer, people: People) {
    this.#server = server;
    this.#people = people;
  }

  static async begin(): Promise<Campaign> {
    const server = await startServer();
    return new Campaign(server, await People.gather(server));
  }

  /** Lets these connections come all at once. Throws when the server is not as it must be afterwards. */
  fire(visits: readonly Visit[]): Promise<void> {
    return this.#try(() => Promise.all(visits.map((each) => this.#pay(each))));
  }

  /** Lets all these ask in one turn of the loop, while somebody else says something. Throws as `fire` does. */
  rush(crowds: readonly Crowd[]): Promise<void> {
    return this.#try(async () => {
      const there = (await Promise.all(crowds.map((each) => this.#gather(each)))).flat();
      for (const { socket, frames } of there) for (const frame of frames) socket.write(frame);
      const heard = { is_all: false };
      const answered = Promise.all(there.map((each) => this.#hear(each))).finally(
        () => (heard.is_all = true),
      );
      const say = async () => {
        do this.longest_answer_ms = Math.max(this.longest_answer_ms, await this.#people.answerMs());
        while (!heard.is_all);
      };
      await Promise.all([answered, say()]);
    });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    if (this.#is_under_way) await this.#beginAnew(); // the last batch was given up: it never got its answers
    this.#is_under_way = true;
    try {
      await work();
      await this.#people.seeThatItServes();
      this.#check();
      if (++this.#batches % 20 === 0) await this.#people.endOldSessions();
    } catch (error) {
      // What is tried next, a smaller case of the same, needs a server that is well.
      await this.#beginAnew();
      throw error;
    } finally {
      this.#is_under_way = false;
    }
  }

  /** The longest time the event loop stood still, as the server itself says; 0 when it was never over 100 ms. */
  worst_stall_ms(): number {
    const stalls = [...this.#server.log().matchAll(/loop_stalled worst_ms=(\d+)/g)];
    return Math.max(0, ...stalls.map(([, worst_ms]) => Number(worst_ms)));
  }

  /** What the server's log says of times in which it stood still, and of what held it up. */
  get stall_lines(): string[] {
    return this.#server
      .log()
      .split("\n")
      .filter((line) => /loop_stalled|store_slow/.test(line));
  }

  get resident_mb(): number {
    return residentMegabytes(this.#server.pid);
  }

  /** Ends the server in order. Throws when it or its database is not well. */
  async end(): Promise<void> {
    this.#people[Symbol.dispose]();
    const code = await this.#server.stop();
    const database = new Database(this.#server.db);
    const check = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").get();
    database.close();
    if (code !== 0 || check?.integrity_check !== "ok")
      throw new Error(`exit code ${code}, integrity: ${check?.integrity_check}\n${this.#server.log()}`);
  }

  /** Ends the server at once, without waiting for it. */
  kill(): void {
    void this.#server.stop("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async #pay(visit: Visit): Promise<void> {
    using socket = await this.#people.come(visit.role, visit.web).catch(endedMeanwhile);
    if (socket === undefined) return;
    for (const piece of piecesOf(visit)) {
      socket.write(piece);
      await new Promise(setImmediate);
    }
    const is_there = await endings[visit.ending.how](socket, visit);
    const frames = socket.waiting.splice(0);
    for (const frame of frames) this.#count(nameOf(frame));
    if (visit.must_be_answered === true) seeThatAllWereAnswered(visit, frames, is_there);
  }

  /** The connections of a crowd, and what each is about to send. */
  async #gather(crowd: Crowd) {
    const { sockets, login } = await this.#people.gatherAround(crowd);
    const frames = [...(login === undefined ? [] : [login]), ...crowd.payloads].map(frameOf);
    return sockets.map((socket) => ({ socket, frames, role: crowd.role }));
  }

  async #hear({ socket, role }: { socket: FrameSocket; role: Role }): Promise<void> {
    using _ = socket;
    await endings.asked(socket, { role, ending: { how: "asked" } });
    for (const frame of socket.waiting.splice(0)) this.#count(nameOf(frame));
  }

  #count(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }

  #check(): void {
    const news = this.#server.log().slice(this.#log_read);
    this.#log_read += news.length;
    const fault = /^.* error .*$/m.exec(news);
    if (fault) throw new Error(`a fault of the server: ${fault[0]}`);
    const leaked = this.#people.takeLeaked();
    if (leaked !== undefined) throw new Error(`"${leaked}" was told to somebody outside`);
  }

  async #beginAnew(): Promise<void> {
    this.#people[Symbol.dispose]();
    await this.#server[Symbol.asyncDispose]();
    this.#server = await startServer();
    this.#people = await People.gather(this.#server);
    this.#log_read = 0;
  }
}

const asked_id = 999_999_999;

/** Resolves with whether it was still there in the end, to say so. */
type End = (socket: FrameSocket, visit: Pick<Visit, "role" | "ending">) => Promise<boolean>;

const endings: Record<Visit["ending"]["how"], End> = {
  async asked(socket, { role }) {
    // Before a login protocol 1 answers everything alike: there the end is the only sign.
    if (role === "guest_v1") return hungUp(socket);
    socket.sendFrame(isV1(role) ? { type: `asked ${asked_id}` } : { id: asked_id, type: "ping" });
    const isAnswer = (frame: object) => JSON.stringify(frame).includes(`${asked_id}`);
    const answered = socket.nextFrame(isAnswer).then(
      () => true,
      () => socket.closed.then(() => false),
    );
    return Promise.race([answered, socket.closed.then(() => false)]);
  },
  "hung up": hungUp,
  "broken off": async () => false,
  async announced(socket, { ending }) {
    if (ending.how !== "announced") return false;
    socket.write(Buffer.concat([headerOf(ending.length_bytes), Buffer.from("{")]));
    if (ending.length_bytes > limits.frame_bytes_max) await socket.closed;
    return false;
  },
};

async function hungUp(socket: FrameSocket): Promise<boolean> {
  await socket.hangUp();
  return false;
}

/** Of protocol 1, where not everything has an answer, it is enough that the connection lasted. */
function seeThatAllWereAnswered(
  { role, payloads }: Visit,
  frames: readonly Frame[],
  is_there: boolean,
): void {
  const answers = frames.filter(({ re }) => re === 1).length;
  if (is_there && (isV1(role) || answers === payloads.length)) return;
  const next = new TextDecoder().decode(payloads[answers]?.subarray(0, 200));
  throw new Error(
    `${role} had ${answers} answers to ${payloads.length} requests${is_there ? "" : " and no connection"}: ${next}`,
  );
}

/** What a frame says: `ok`, an error's code, or its type. */
function nameOf({ re, type, error, code }: Frame): string {
  if (typeof error === "object") return (error as ReplyError).code;
  if (re !== undefined) return "ok";
  return type === "error" ? `v1 ${String(code)}` : String(type);
}
