import { join } from "node:path";

import type { Log } from "../../src/domain/ports/log.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { hashToken } from "../../src/domain/token.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { cores, endChild, freshFolder, removeFolder, startChild, untilSaid } from "./children.ts";
import { type Lane, nonce, type Plan, request_id, type Step, text } from "./generator.ts";
import type { Competitor, Scene, Subject } from "./subject.ts";

const executable = join(import.meta.dir, "..", "..", "dist", "chat");
export const password = "correct horse";
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error };

export interface ChatOptions {
  protocol: 1 | 2;
  tls?: boolean;
  bcrypt_rounds?: number;
}

/** A database with the users of a scene, their tokens and their rooms, made by the store's own code. */
export interface Seed {
  folder: string;
  channel_ids: number[];
}

export const chat = (protocol: 1 | 2, tls = false): Competitor => ({
  name: `chat, protocol ${protocol}${tls ? ", TLS" : ""}`,
  stores: true,
  start: (scene) => startScene(scene, { protocol, tls }),
});

export async function startScene(scene: Scene, options: ChatOptions): Promise<Subject> {
  const { folder, channel_ids } = await seed(scene, options.bcrypt_rounds);
  const server = await startChat(folder, options);
  const stop = async () => {
    await server.stop();
    removeFolder(folder);
  };
  return { pid: server.pid, plan: planOf(scene, channel_ids, server.port, options), stop };
}

/** Starts dist/chat on a folder's database, on a free port of this machine. */
export async function startChat(
  folder: string,
  { tls = false, bcrypt_rounds = 4 }: Omit<ChatOptions, "protocol">,
) {
  const command = [executable, "serve", "--port", "0", "--rate-limit", "0", "--durability", "full"];
  const options = [
    "--bcrypt-rounds",
    String(bcrypt_rounds),
    "--log-level",
    "warn",
    ...(tls ? [] : ["--no-tls"]),
  ];
  const child = startChild([...command, ...options], { core: cores.server, cwd: folder });
  const [, port] = await untilSaid(child, /listening on \S+:(\d+)\n/);
  return { pid: child.pid, port: Number(port), stop: () => endChild(child) };
}

export async function seed(scene: Scene, bcrypt_rounds = 4): Promise<Seed> {
  const folder = freshFolder();
  const store = await openStore({
    path: join(folder, "chat_data.db"),
    clock: Date,
    log,
    durability: "normal",
  });
  const user_ids = await seedUsers(store, scene.connections, bcrypt_rounds);
  const channel_ids: number[] = [];
  for (const [index, { members }] of scene.rooms.entries()) {
    const ids = members.map((member) => user_ids[member] ?? 0);
    channel_ids.push(await seedRoom(store, scene, index, ids));
  }
  await store.close();
  return { folder, channel_ids };
}

async function seedUsers(store: Store, count: number, cost: number): Promise<number[]> {
  const password_hash = await Bun.password.hash(password, { algorithm: "bcrypt", cost });
  const now_ms = Date.now();
  const expires_at_ms = now_ms + 86_400_000;
  const create = async (_: unknown, index: number) => {
    const { user_id } = await store.users.create({ username: nameOf(index), password_hash, now_ms });
    const token_hash = hashToken(tokenOf(index));
    await store.sessions.create({ token_hash, user_id, device: "bench", now_ms, expires_at_ms });
    return user_id;
  };
  return Promise.all(Array.from({ length: count }, create));
}

/** The only room is general, which everybody is in; of two, direct messages. */
async function seedRoom(store: Store, scene: Scene, index: number, ids: readonly number[]): Promise<number> {
  const now_ms = Date.now();
  const created_by = ids[0] ?? 0;
  if (scene.rooms.length === 1) return (await store.channels.idsByName(created_by, "general"))[0] ?? 0;
  if (ids.length === 2)
    return (await store.channels.openDm({ user_ids: ids, created_by, now_ms })).channel_id;
  const room = { kind: "public", name: roomName(index), description: "", created_by, now_ms } as const;
  const { channel_id } = await store.channels.create(room);
  await Promise.all(ids.map((id) => store.members.add(channel_id, id, now_ms)));
  return channel_id;
}

export const nameOf = (index: number): string => `user_${String(index).padStart(5, "0")}`;
export const tokenOf = (index: number): string => String(index).padStart(64, "0");
const roomName = (index: number): string => `room-${index}`;

export function planOf(scene: Scene, channel_ids: number[], port: number, options: ChatOptions): Plan {
  const speak = options.protocol === 2 ? protocol2 : protocol1;
  const keepalive =
    options.protocol === 2 ? { keepalive: encodeFrame({ id: 5, type: "ping", body: {} }) } : {};
  return {
    framing: "chat",
    port,
    tls: options.tls ?? false,
    ...keepalive,
    peers: Array.from({ length: scene.connections }, (_, index) => speak.login(index)),
    lanes: scene.rooms.flatMap((room, index) =>
      lanesOf(room, speak.message(scene, index, channel_ids[index] ?? 0)),
    ),
  };
}

const lanesOf = ({ members, senders }: Scene["rooms"][number], message: Uint8Array): Lane[] =>
  senders.map((peer) => ({ peer, expected: members.length, message }));

interface Speech {
  login: (index: number) => Step[];
  message: (scene: Scene, room: number, channel_id: number) => Uint8Array;
}

const protocol2: Speech = {
  login: (index) => [
    {
      say: Buffer.concat([
        encodeFrame({ id: 1, type: "hello", body: { protocol: 2, client: { name: "bench", version: "1" } } }),
        encodeFrame({ id: 2, type: "session.resume", body: { token: tokenOf(index) } }),
      ]),
      until: '"re":2,"ok"',
    },
  ],
  message: (_scene, _room, channel_id) =>
    encodeFrame({ id: request_id, type: "message.send", body: { channel_id, nonce, content: text } }),
};

export const loginByPassword = (index: number): Step[] => [
  {
    say: encodeFrame({ type: "auth_login", username: nameOf(index), password }),
    until: '"channel_joined"',
  },
];

const protocol1: Speech = {
  login: loginByPassword,
  message: (scene, room) => {
    const channel = scene.rooms.length === 1 ? "general" : roomName(room);
    return encodeFrame({ type: "message", channel, content: text });
  },
};
