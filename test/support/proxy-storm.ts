import { verify } from "./chaos/verify.ts";
import { type Fault, faults, type Proxy, startProxy } from "./proxy.ts";
import { seeded } from "./random.ts";
import type { ReplicaChannel } from "./replica-channel.ts";
import { Replica } from "./replica.ts";
import { startServer, type TestServer } from "./server.ts";
import { PeerV2 } from "./v2-peer.ts";

const general = 1;

export interface ProxyStormOptions {
  clients: number;
  /** How often each client is cut. */
  cuts: number;
  /** Messages that each client writes at each cut. */
  messages_per_cut: number;
  seed: number;
}

/**
 * Clients behind bad paths, each of which is cut again and again at a random byte while all of them write. In
 * the end each must hold what the server holds. Tells how often what happened, and what is wrong.
 */
export async function proxyStorm({ clients, cuts, messages_per_cut, seed }: ProxyStormOptions) {
  await using server = await startServer();
  const began_ms = performance.now();
  const scenes = await Promise.all(
    Array.from({ length: clients }, (_, index) =>
      startScene(server, { index, cuts, messages_per_cut, seed }),
    ),
  );
  const replicas = scenes.map(({ replica }) => replica);
  await Promise.all(scenes.map(({ proxy, replica }) => replica.until(() => cutsOf(proxy) >= cuts)));
  const messages = clients * cuts * messages_per_cut;
  await Promise.all(
    replicas.map((replica) => replica.until(() => replica.is_settled && replica.channel.rev >= messages)),
  );
  const seconds = (performance.now() - began_ms) / 1_000;
  const fresh = await freshCopy(server);
  for (const { proxy, replica } of scenes) {
    replica.stop();
    proxy[Symbol.dispose]();
  }
  await server.stop();
  const acknowledged = new Map(replicas.flatMap((replica) => [...replica.acknowledged]));
  const { integrity, ...stored } = verify(server.db, general, acknowledged);
  const sum = (of: (replica: Replica) => number) => replicas.reduce((total, each) => total + of(each), 0);
  return {
    messages,
    faults: countFaults(scenes.map(({ proxy }) => proxy)),
    seconds: Math.round(seconds),
    logins: sum(({ counts }) => counts.logins),
    holes_noticed: sum(({ counts }) => counts.holes),
    far_behind: sum(({ counts }) => counts.gaps),
    silences_found: sum(({ counts }) => counts.silences),
    ...stored,
    integrity,
    contradictions: sum(({ contradictions }) => contradictions.length),
    refusals: sum(({ refusals }) => refusals.length),
    /** How many different copies there are, the one of a fresh login among them. */
    different_copies: new Set([fresh, ...replicas.map(({ channel }) => channel)].map(hashOf)).size,
    incomplete: replicas.filter(({ channel }) => !isComplete(channel, messages)).length,
  };
}

async function startScene(
  server: TestServer,
  { index, cuts, messages_per_cut, seed }: Omit<ProxyStormOptions, "clients"> & { index: number },
) {
  const name = `writer${index}`;
  using peer = await PeerV2.register(server, name);
  let written = 0;
  const onCut = () => {
    for (let count = 0; count < messages_per_cut; count++) replica.say(`${name}:${++written}`);
  };
  const proxy = startProxy({ target: () => server, random: seeded(seed + index), cuts, onCut });
  const { user_id } = peer.user;
  const replica: Replica = new Replica({
    address: () => proxy,
    user_id,
    token: peer.token,
    channel_id: general,
    heartbeat_ms: 400,
    backoff_ms_max: 200,
  });
  void replica.run();
  return { proxy, replica };
}

/** What somebody holds who logs in now for the first time. */
async function freshCopy(server: TestServer): Promise<ReplicaChannel> {
  using peer = await PeerV2.register(server, "fresh");
  const replica = new Replica({
    address: () => server,
    user_id: peer.user.user_id,
    token: peer.token,
    channel_id: general,
  });
  void replica.run();
  await replica.until(() => replica.is_settled);
  replica.stop();
  return replica.channel;
}

const cutsOf = ({ done }: Proxy): number => faults.reduce((sum, fault) => sum + done[fault], 0);

function countFaults(proxies: readonly Proxy[]): Record<Fault, number> {
  const total: Record<Fault, number> = { fin: 0, rst: 0, silence: 0, delay: 0 };
  for (const { done } of proxies) for (const fault of faults) total[fault] += done[fault];
  return total;
}

/** Everything of every message, in order. */
const hashOf = ({ messages }: ReplicaChannel): string =>
  new Bun.CryptoHasher("sha256").update(JSON.stringify(messages)).digest("hex");

/** Each seq from 1 on, each once. */
const isComplete = ({ messages }: ReplicaChannel, count: number): boolean =>
  messages.length === count && messages.every(({ seq }, index) => seq === index + 1);
