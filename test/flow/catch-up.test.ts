import { expect, test } from "bun:test";

import { type ChangeKind, Changes } from "../support/chaos/changes.ts";
import { seeded } from "../support/random.ts";
import { Replica } from "../support/replica.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

const times = (count: number, kind: ChangeKind) => Array.from({ length: count }, () => kind);

const away: ChangeKind[] = [
  ...times(5_000, "send"),
  ...times(200, "edit"),
  ...times(100, "delete"),
  ...times(300, "react"),
  ...times(30, "pin"),
];

function startReplica({ user, token }: PeerV2, address: () => Promise<TestServer>): Replica {
  const { user_id } = user;
  const replica = new Replica({ address, user_id, token, channel_id: general, backoff_ms_max: 50 });
  void replica.run();
  return replica;
}

const comeBack = async (server: TestServer, { user, token }: PeerV2): Promise<PeerV2> =>
  Object.assign(await PeerV2.resume(server, token), { user });

/** What a login that knows nothing gets to see. */
async function seenAnew(server: TestServer, name: string) {
  const peer = await PeerV2.login(server, name);
  const replica = startReplica(peer, () => Promise.resolve(server));
  await replica.until(({ is_settled }) => is_settled);
  replica.stop();
  const { channels } = await peer.request("sync.catch_up", {});
  peer[Symbol.dispose]();
  return { messages: replica.channel.messages, channels };
}

test("who was away during 5,000 messages, 200 edits, 100 deletions and 300 reactions has what a fresh login has", async () => {
  const folder = await temporaryFolder();
  let server = await startServer({ folder });
  let back = Promise.resolve(server);
  const random = seeded(5);
  const names = ["ben", "cat", "dan"];
  const ana = await PeerV2.register(server, "ana");
  let people = await Promise.all(names.map((name) => PeerV2.register(server, name)));
  const changes = new Changes(random, () => people, general);
  await changes.makeAll([...times(80, "send"), ...times(20, "react"), ...times(10, "edit")]);

  const here = startReplica(people[0] ?? expect.unreachable(), () => Promise.resolve(server));
  const gone = startReplica(ana, () => back);
  await Promise.all([here, gone].map((each) => each.until(({ is_settled }) => is_settled)));
  const position = gone.channel.position;
  const came_back = Promise.withResolvers<TestServer>();
  back = came_back.promise;
  gone.cut();

  const kinds = random.shuffle(away);
  await changes.makeAll(kinds.slice(0, 2_800));
  await server.stop("SIGKILL"); // what was missed is in the database, not in the memory of a server
  server = await startServer({ folder });
  people = await Promise.all(people.map((peer) => comeBack(server, peer)));
  await changes.makeAll(kinds.slice(2_800));
  expect(gone.channel.position).toEqual(position);

  came_back.resolve(server);
  const fresh = await seenAnew(server, "ana");
  const last_rev = fresh.channels.find(({ id }) => id === general)?.last_rev ?? 0;
  await gone.until(({ is_settled, channel }) => is_settled && channel.rev === last_rev);
  expect(gone.counts.gaps).toBe(1);
  expect(fresh.messages.length).toBe(5_080);
  expect(fresh.messages.filter(({ deleted_at_ms }) => deleted_at_ms !== null).length).toBe(100);
  expect(gone.channel.messages).toEqual(fresh.messages);

  await here.until(({ is_settled, channel }) => is_settled && channel.rev === last_rev);
  expect(here.channel.messages).toEqual((await seenAnew(server, "ben")).messages);
  for (const replica of [here, gone]) replica.stop();
  for (const peer of [ana, ...people]) peer[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
}, 60_000);
