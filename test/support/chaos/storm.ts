import { startServer, temporaryFolder, type TestServer } from "../server.ts";
import { PeerV2 } from "../v2-peer.ts";
import { type Verdict, verify } from "./verify.ts";
import { Writer } from "./writer.ts";

export interface Storm extends Verdict {
  kills: number;
  contradictions: number;
  /** Acknowledged messages in a second of the whole run, restarts included. */
  per_second: number;
}

const general = 1;

/**
 * Kills the server with SIGKILL again and again while clients write as fast as they are answered, each
 * time after a random number of acknowledgements, and then looks at what is in the database.
 */
export async function killStorm({
  kills,
  writers: count,
}: {
  kills: number;
  writers: number;
}): Promise<Storm> {
  const folder = await temporaryFolder();
  let server: TestServer = await startServer({ folder });
  let next_server = Promise.resolve(server);
  const writers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      using peer = await PeerV2.register(server, `writer${index}`);
      return new Writer(`writer${index}`, peer.token, () => next_server, general);
    }),
  );

  let heard = 0;
  let wake = () => {};
  let is_over = false;
  const began_ms = performance.now();
  const running = writers.map((writer) =>
    writer.run(
      () => is_over,
      () => {
        heard++;
        wake();
      },
    ),
  );
  const heardMore = async (more: number) => {
    const goal = heard + more;
    while (heard < goal) await new Promise<void>((resolve) => (wake = resolve));
  };
  for (let kill = 0; kill < kills; kill++) {
    await heardMore(100 + Math.floor(Math.random() * 900));
    const restarted = Promise.withResolvers<TestServer>();
    next_server = restarted.promise;
    await server.stop("SIGKILL");
    server = await startServer({ folder });
    restarted.resolve(server);
  }
  await heardMore(500);
  is_over = true;
  await Promise.all(running);
  const seconds = (performance.now() - began_ms) / 1_000;
  await server.stop();

  const acknowledged = new Map(writers.flatMap((writer) => [...writer.acknowledged]));
  return {
    kills,
    ...verify(server.db, general, acknowledged),
    contradictions: writers.reduce((sum, writer) => sum + writer.contradictions.length, 0),
    per_second: Math.round(heard / seconds),
  };
}
