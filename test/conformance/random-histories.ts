import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import type { Message } from "../../src/protocol/message.ts";
import { generalOf, openDm, register, type Scene } from "./scene.ts";

const histories = 12;
const steps = 150;

/** Random histories, the same ones for ever, against a model so simple that it must be right. */
export function describeRandomHistories(scene: Scene): void {
  for (let seed = 1; seed <= histories; seed++)
    scene(
      `random history ${seed}: seq without holes, each nonce once, markers as the model has them`,
      (store) => play(store, randomFrom(seed)),
    );
}

type Random = (below: number) => number;

interface Member {
  read: number;
  delivered: number;
}

/** Everything there is, kept naively. */
interface Model {
  users: number[];
  dms: Set<number>;
  messages: Map<number, Message[]>;
  members: Map<string, Member>;
  nonces: Map<string, Message>;
}

async function play(store: Store, random: Random): Promise<void> {
  const model = await begin(store);
  for (let step = 0; step < steps; step++) {
    const action = pick(random, [appendSome, appendSome, appendSome, markRead, markDelivered, join, leave]);
    await action(store, model, random);
  }
  await expectSame(store, model);
}

async function begin(store: Store): Promise<Model> {
  const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
  const { channel_id: music } = await store.channels.create({
    name: "music",
    description: "",
    created_by: ana,
    now_ms: 1,
  });
  const dms = [await openDm(store, ana, ben), await openDm(store, cleo, ben), await openDm(store, ana, ana)];
  const general = await generalOf(store);
  const members = new Map<string, Member>();
  const pairs: [number, number][] = [ana, ben, cleo].map((user) => [general, user]);
  const [one, two, three] = dms.map((dm) => dm) as [number, number, number];
  pairs.push([one, ana], [one, ben], [two, cleo], [two, ben], [three, ana]);
  for (const [channel, user] of pairs) members.set(`${channel} ${user}`, { read: 0, delivered: 0 });
  return {
    users: [ana, ben, cleo],
    dms: new Set(dms),
    messages: new Map([general, music, ...dms].map((channel) => [channel, []])),
    members,
    nonces: new Map(),
  };
}

type Action = (store: Store, model: Model, random: Random) => Promise<void>;

/** Some messages at once, some with a nonce that was used before: for the same message or for another. */
const appendSome: Action = async (store, model, random) => {
  const asked = Array.from({ length: 1 + random(5) }, () => randomMessage(model, random));
  const settled = await Promise.allSettled(asked.map((message) => store.messages.append(message)));
  for (const [at, message] of asked.entries()) expectAnswer(model, message, settled[at]);
};

type Asked = Parameters<Store["messages"]["append"]>[0];

function randomMessage(model: Model, random: Random): Asked {
  return {
    channel_id: pick(random, [...model.messages.keys()]),
    author_id: pick(random, model.users),
    kind: random(5) === 0 ? "action" : "text",
    content: `text ${random(3)}`,
    nonce: random(3) === 0 ? null : `nonce ${random(60)}`,
    now_ms: 1_000 + random(1_000_000), // clocks jump; nothing may be ordered by them
  };
}

function expectAnswer(
  model: Model,
  asked: Asked,
  settled: PromiseSettledResult<{ message: Message; repeated: boolean }> | undefined,
): void {
  const first = asked.nonce === null ? undefined : model.nonces.get(`${asked.author_id} ${asked.nonce}`);
  const same =
    first?.channel_id === asked.channel_id && first.kind === asked.kind && first.content === asked.content;
  if (first && !same)
    return expect(settled).toMatchObject({ status: "rejected", reason: { code: "nonce_reused" } });
  if (settled?.status !== "fulfilled") throw new Error("A good message was refused.", { cause: settled });
  const { message, repeated } = settled.value;
  expect(repeated).toBe(first !== undefined);
  if (first) return expect(message).toEqual(first);
  remember(model, asked, message);
}

function remember(model: Model, asked: Asked, message: Message): void {
  const channel = model.messages.get(asked.channel_id) ?? [];
  channel.push(message);
  expect(message).toMatchObject({ seq: channel.length, content: asked.content, nonce: asked.nonce });
  if (asked.nonce !== null) model.nonces.set(`${asked.author_id} ${asked.nonce}`, message);
  const author = model.members.get(`${asked.channel_id} ${asked.author_id}`);
  if (author) author.read = message.seq;
}

const markRead: Action = async (store, model, random) => {
  const [channel, user, member] = randomMember(model, random);
  const newest = model.messages.get(channel)?.length ?? 0;
  const seq = random(newest + 3);
  member.read = Math.max(member.read, Math.min(seq, newest));
  expect(await store.members.markRead(channel, user, seq)).toBe(member.read);
};

const markDelivered: Action = async (store, model, random) => {
  const [channel, user, member] = randomMember(model, random);
  const newest = model.messages.get(channel)?.length ?? 0;
  const seq = random(newest + 3);
  member.delivered = Math.max(member.delivered, Math.min(seq, newest));
  await store.members.markDelivered(channel, user, seq);
};

const join: Action = async (store, model, random) => {
  const [channel, user] = [pick(random, publicOnes(model)), pick(random, model.users)];
  const key = `${channel} ${user}`;
  expect(await store.members.add(channel, user, 1)).toBe(!model.members.has(key));
  const newest = model.messages.get(channel)?.length ?? 0;
  if (!model.members.has(key)) model.members.set(key, { read: newest, delivered: newest });
};

const leave: Action = async (store, model, random) => {
  const [channel, user] = [pick(random, publicOnes(model)), pick(random, model.users)];
  expect(await store.members.remove(channel, user)).toBe(model.members.delete(`${channel} ${user}`));
};

async function expectSame(store: Store, model: Model): Promise<void> {
  for (const [channel_id, messages] of model.messages)
    expect(await wholeHistory(store, channel_id)).toEqual(messages);
  for (const user of model.users) {
    for (const view of await store.channels.listFor(user)) {
      const member = model.members.get(`${view.id} ${user}`);
      const last_seq = model.messages.get(view.id)?.length ?? 0;
      expect(view).toMatchObject({ last_seq, joined: Boolean(member), read_seq: member?.read ?? last_seq });
    }
    const waiting = await store.members.undelivered(user);
    expect(waiting.toSorted(byId)).toEqual(undeliveredOf(model, user).toSorted(byId));
  }
}

/** In pages of seven, forwards. */
async function wholeHistory(store: Store, channel_id: number): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const page = await store.messages.history({ channel_id, after_seq: all.at(-1)?.seq ?? 0, limit: 7 });
    all.push(...page.messages);
    if (!page.has_more) return all;
  }
}

const undeliveredOf = (model: Model, user: number): Message[] =>
  [...model.dms].flatMap((dm) => {
    const member = model.members.get(`${dm} ${user}`);
    const seen = member ? Math.max(member.read, member.delivered) : Number.POSITIVE_INFINITY;
    return (model.messages.get(dm) ?? []).filter(({ seq, author }) => seq > seen && author.user_id !== user);
  });

const byId = (one: Message, other: Message): number => one.id - other.id;

const publicOnes = (model: Model): number[] => [...model.messages.keys()].filter((id) => !model.dms.has(id));

function randomMember(model: Model, random: Random): [number, number, Member] {
  const [key, member] = pick(random, [...model.members]);
  const [channel, user] = key.split(" ").map(Number);
  return [channel ?? 0, user ?? 0, member];
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

/** mulberry32: small, and good enough to mix actions. */
function randomFrom(seed: number): Random {
  let state = seed * 0x9e3779b9;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
