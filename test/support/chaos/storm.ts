import { startServer, temporaryFolder, type TestServer } from "../server.ts";
import { PeerV2 } from "../v2-peer.ts";
import { type Verdict, verify } from "./verify.ts";
import { Writer } from "./writer.ts";

export interface Storm extends Verdict {
  kills: number;
  contradictions: number;
  /** Messages that were sent and not acknowledged at the kill that found the fewest of them. */
  under_way_min: number;
  /** Acknowledgements between two kills, where they were fewest. */
  acknowledged_between_min: number;
  /** Acknowledged messages in a second of the whole run, restarts included. */
  per_second: number;
}

export interface StormOptions {
  kills: number;
  writers: number;
  /** Options for `serve`. */
  args?: readonly string[];
}

const general = 1;

/**
 * Kills the server with SIGKILL again and again while clients write as fast as they are answered, each
 * time after a random number of acknowledgements, and then looks at what is in the database.
 */
export async function killStorm({ kills, writers: count, args = [] }: StormOptions): Promise<Storm> {
  const folder = await temporaryFolder();
  let server: TestServer = await startServer({ folder, args });
  let next_server = Promise.resolve(server);
  const writers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      using peer = await PeerV2.register(server, `writer${index}`);
      return new Writer(`writer${index}`, peer.token, () => next_server, general);
    }),
  );

  const heard = new Counter();
  let is_over = false;
  const began_ms = performance.now();
  const running = writers.map((writer) =>
    writer.run(
      () => is_over,
      () => heard.add(),
    ),
  );
  await Promise.all(writers.map((writer) => writer.began));
  const under_way: number[] = [];
  const between: number[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const before = heard.count;
    await heard.more(100 + Math.floor(Math.random() * 900));
    under_way.push(writers.reduce((sum, writer) => sum + writer.under_way, 0));
    between.push(heard.count - before);
    const restarted = Promise.withResolvers<TestServer>();
    next_server = restarted.promise;
    await server.stop("SIGKILL");
    server = await startServer({ folder, args });
    restarted.resolve(server);
  }
  await heard.more(500);
  is_over = true;
  await Promise.all(running);
  const seconds = (performance.now() - began_ms) / 1_000;
  await server.stop();

  const acknowledged = new Map(writers.flatMap((writer) => [...writer.acknowledged]));
  return {
    kills,
    ...verify(server.db, general, acknowledged),
    contradictions: writers.reduce((sum, writer) => sum + writer.contradictions.length, 0),
    under_way_min: Math.min(...under_way),
    acknowledged_between_min: Math.min(...between),
    per_second: Math.round(heard.count / seconds),
  };
}

/** Counts, and tells when so many more were counted. */
class Counter {
  count = 0;
  #goals: { count: number; reach: () => void }[] = [];

  add(): void {
    this.count++;
    for (const { count, reach } of this.#goals) if (count <= this.count) reach();
    this.#goals = this.#goals.filter(({ count }) => count > this.count);
  }

  more(count: number): Promise<void> {
    return new Promise((reach) => this.#goals.push({ count: this.count + count, reach }));
  }
}
