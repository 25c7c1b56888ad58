import { expect, test } from "bun:test";

import { Replica } from "../support/replica.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
const people = 200;

async function startReplica(server: TestServer, index: number): Promise<Replica> {
  using peer = await PeerV2.register(server, `person${index}`);
  const { user_id } = peer.user;
  const replica = new Replica({ address: () => server, user_id, token: peer.token, channel_id: general });
  void replica.run();
  await replica.until(({ is_current }) => is_current);
  return replica;
}

test("200 people come back by themselves from a planned restart, within 10 s and without a password", async () => {
  const folder = await temporaryFolder();
  await using server = await startServer({ folder });
  const replicas: Replica[] = [];
  for (let index = 0; index < people; index++) replicas.push(await startReplica(server, index));
  replicas[0]?.say("before");
  await Promise.all(replicas.map((replica) => replica.until(({ channel }) => channel.rev === 1)));
  expect(server.log().match(/logged_in/g)?.length).toBe(people); // so a password login can be seen

  const began_ms = performance.now();
  expect(await server.stop("SIGTERM")).toBe(0);
  for (const [index, replica] of replicas.entries()) replica.say(`meanwhile ${index}`);
  await using restarted = await startServer({ folder, args: ["--port", String(server.port)] });
  await Promise.all(replicas.map((replica) => replica.until(({ counts }) => counts.logins === 2)));
  const seconds = (performance.now() - began_ms) / 1_000;
  await Promise.all(
    replicas.map((replica) => replica.until((each) => each.is_settled && each.channel.rev === 1 + people)),
  );
  expect(seconds).toBeLessThan(10);
  expect(restarted.log()).not.toMatch(/logged_in|registered/);

  const farewells = replicas.flatMap((replica) => replica.farewells);
  expect(farewells.length).toBe(people);
  for (const { reason, retry, retry_after_ms = 0, came_back_after_ms } of farewells) {
    expect({ reason, retry }).toEqual({ reason: "server_closing", retry: true });
    expect(retry_after_ms).toBeGreaterThanOrEqual(500);
    expect(retry_after_ms).toBeLessThanOrEqual(500 + people * 10);
    expect(came_back_after_ms).toBeGreaterThanOrEqual(retry_after_ms - 2); // timers and clocks round
  }
  // Spread over the time, or all would knock at once.
  expect(new Set(farewells.map(({ retry_after_ms }) => retry_after_ms)).size).toBeGreaterThan(people / 4);
  expect(new Set(replicas.map(({ channel }) => JSON.stringify(channel.messages))).size).toBe(1);
  for (const replica of replicas) replica.stop();
}, 60_000);
