import { expect } from "bun:test";

import type { Mentions, Named } from "../../src/domain/ports/message-store.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import type { ErrorCode } from "../../src/protocol/errors.ts";
import { asSeenBy, countReactions, deletedRun, type Entry, type Model, type Room } from "./model.ts";
import { pick, type Random } from "./random.ts";
import { type Append, messageOf } from "./scene.ts";

type Settled = PromiseSettledResult<unknown>;

/** Something to ask of the store; what must have come of it is judged, and done to the model, afterwards. */
export interface Asked {
  ask(store: Store): Promise<unknown>;
  judge(model: Model, settled: Settled): void;
}

export type Action = (model: Model, random: Random) => Asked;

/** Asks all of it in one turn; the model has it one after the other. */
export async function askTogether(store: Store, model: Model, all: readonly Asked[]): Promise<void> {
  const settled = await Promise.allSettled(all.map((asked) => asked.ask(store)));
  for (const [at, asked] of all.entries())
    asked.judge(model, settled[at] ?? { status: "rejected", reason: "no answer" });
}

const fulfil = (settled: Settled, value: unknown) => expect(settled).toEqual({ status: "fulfilled", value });
const refuse = (settled: Settled, code: ErrorCode) =>
  expect(settled).toMatchObject({ status: "rejected", reason: { code } });

export const append: Action = (model, random) => {
  const asked = randomMessage(model, random);
  return {
    ask: (store) => store.messages.append(asked),
    judge: (model, settled) => judgeAppend(model, asked, settled),
  };
};

/** That many messages in one channel. */
export function sayMany(model: Model, random: Random, count: number): Asked[] {
  const { id } = pick(random, [...model.rooms.values()]);
  return Array.from({ length: count }, () => {
    const asked = messageOf(id, pick(random, [...model.users.keys()]));
    return {
      ask: (store) => store.messages.append(asked),
      judge: (model, settled) => judgeAppend(model, asked, settled),
    };
  });
}

const words = ["one", "two", "three"];

function randomMessage(model: Model, random: Random): Append {
  const room = pick(random, [...model.rooms.values()]);
  return messageOf(room.id, pick(random, [...model.users.keys()]), {
    kind: random(5) === 0 ? "action" : "text",
    content: pick(random, words),
    nonce: random(3) === 0 ? null : `nonce ${random(60)}`,
    reply_to_seq: random(4) === 0 ? random(room.entries.length + 3) : null,
    mentions: randomMentions(model, random),
    now_ms: 1_000 + random(1_000_000), // clocks jump; nothing may be ordered by them
  });
}

function randomMentions(model: Model, random: Random): Mentions | undefined {
  if (random(2) === 0) return undefined;
  const some = <Item>(items: Iterable<Item>) => [...items].filter(() => random(3) === 0);
  const usernames = some(["ANA", "ben", "Cleo", "nobody"]);
  return { usernames, user_ids: some([...model.users.keys(), 4_711]), everyone: random(8) === 0 };
}

function judgeAppend(model: Model, asked: Append, settled: Settled): void {
  const room = model.room(asked.channel_id);
  const first = asked.nonce === null ? undefined : model.nonces.get(`${asked.author_id} ${asked.nonce}`);
  if (first && !isSame(first, asked)) return refuse(settled, "nonce_reused");
  if (first) return fulfil(settled, { message: asSeenBy(asked.author_id, first), repeated: true });
  if (!room.members.has(asked.author_id) || room.is_archived) return refuse(settled, "forbidden");
  const { reply_to_seq } = asked;
  if (reply_to_seq !== null && (reply_to_seq < 1 || reply_to_seq > room.entries.length))
    return refuse(settled, "not_found");
  const entry = remember(model, room, asked, settled);
  const begins = room.kind === "dm" && entry.message.seq === 1;
  const began = begins ? expect.objectContaining({ id: room.id, last_seq: 0 }) : undefined;
  fulfil(settled, { message: asSeenBy(asked.author_id, entry), repeated: false, began });
}

function isSame({ message, earlier }: Entry, asked: Append): boolean {
  const content = earlier[0]?.content ?? message.content;
  return (
    message.channel_id === asked.channel_id &&
    message.kind === asked.kind &&
    message.reply_to_seq === asked.reply_to_seq &&
    (message.deleted_at_ms !== null || content === asked.content)
  );
}

function remember(model: Model, room: Room, asked: Append, settled: Settled): Entry {
  if (settled.status !== "fulfilled") throw new Error("A good message was refused.", { cause: settled });
  const { id } = (settled.value as { message: { id: number } }).message;
  const { now_ms, mentions, author_id, ...rest } = asked;
  const entry: Entry = {
    message: {
      ...rest,
      id,
      seq: room.entries.length + 1,
      rev: ++room.rev,
      author: { user_id: author_id, username: model.users.get(author_id) ?? "" },
      created_at_ms: now_ms,
      edited_at_ms: null,
      deleted_at_ms: null,
      pinned_at_ms: null,
    },
    earlier: [],
    reactions: [],
    named: new Set(),
    is_for_all: false,
  };
  room.entries.push(entry);
  model.name(entry, mentions);
  if (asked.nonce !== null) model.nonces.set(`${author_id} ${asked.nonce}`, entry);
  const author = room.members.get(author_id);
  if (author) author.read = entry.message.seq;
  return entry;
}

/** A change of a message that is there when it is asked for. */
const changing =
  (
    draw: (
      model: Model,
      random: Random,
      id: number,
    ) => {
      ask(store: Store): Promise<unknown>;
      /** Does it to the model; tells what the answer has beside the message's place. Undefined: nothing changed. */
      change(model: Model, entry: Entry): object | undefined;
      /** The same of an answer that tells that nothing changed. */
      stay(entry: Entry): object;
      may_be_deleted?: boolean;
    },
  ): Action =>
  (model, random) => {
    if (model.entries.length === 0) return append(model, random);
    const { id } = pick(random, model.entries).message;
    const { ask, change, stay, may_be_deleted = false } = draw(model, random, id);
    const judge = (model: Model, settled: Settled) => {
      const entry = model.entry(id);
      const { message } = entry;
      const room = model.room(message.channel_id);
      if (room.is_archived) return refuse(settled, "forbidden");
      if (message.deleted_at_ms !== null && !may_be_deleted) return refuse(settled, "not_found");
      const told = change(model, entry);
      if (told) message.rev = ++room.rev;
      const { channel_id, seq, rev } = message;
      fulfil(settled, { channel_id, id, seq, rev, changed: told !== undefined, ...(told ?? stay(entry)) });
    };
    return { ask, judge };
  };

const nobody: Named = { everyone: false, user_ids: new Set() };

export const edit = changing((model, random, id) => {
  const [content, now_ms] = [pick(random, words), random(1_000_000)];
  const mentions = randomMentions(model, random);
  return {
    ask: (store) => store.changes.edit({ id, content, mentions, now_ms }),
    change(model, entry) {
      const { message } = entry;
      if (message.content === content) return undefined;
      const written_at_ms = message.edited_at_ms ?? message.created_at_ms;
      entry.earlier.push({ content: message.content, written_at_ms });
      Object.assign(message, { content, edited_at_ms: now_ms });
      const before = model.namedIn(entry);
      model.name(entry, mentions);
      return { edited_at_ms: now_ms, named: { before, after: model.namedIn(entry) } };
    },
    stay: ({ message }) => ({
      edited_at_ms: message.edited_at_ms ?? message.created_at_ms,
      named: { before: nobody, after: nobody },
    }),
  };
});

export const remove = changing((_model, random, id) => {
  const now_ms = random(1_000_000);
  return {
    may_be_deleted: true,
    ask: (store) => store.changes.remove(id, now_ms),
    change(model, entry) {
      const { message } = entry;
      if (message.deleted_at_ms !== null) return undefined;
      const named = { before: model.namedIn(entry), after: nobody };
      const gone = { content: "", edited_at_ms: null, pinned_at_ms: null };
      Object.assign(message, { ...gone, deleted_at_ms: now_ms });
      Object.assign(entry, { reactions: [], earlier: [], named: new Set(), is_for_all: false });
      const deleted_run = deletedRun(model.room(message.channel_id).entries, message.seq);
      return { deleted_at_ms: now_ms, named, deleted_run };
    },
    stay: ({ message }) => ({
      deleted_at_ms: message.deleted_at_ms,
      deleted_run: expect.anything(),
      named: { before: nobody, after: nobody },
    }),
  };
});

export const react = changing((model, random, id) => {
  const user_id = pick(random, [...model.users.keys()]);
  const [emoji, on] = [pick(random, ["👍", "🎉", "❤️"]), random(3) > 0];
  const isIt = (one: Entry["reactions"][number]) => one.emoji === emoji && one.user_id === user_id;
  const told = ({ reactions }: Entry) => ({ reactions: countReactions(user_id, reactions) });
  return {
    ask: (store) => store.changes.react({ id, user_id, emoji, on }),
    change(_model, entry) {
      if (entry.reactions.some(isIt) === on) return undefined;
      entry.reactions = on
        ? [...entry.reactions, { emoji, user_id }]
        : entry.reactions.filter((one) => !isIt(one));
      return told(entry);
    },
    stay: told,
  };
});

export const pin = changing((_model, random, id) => {
  const [on, now_ms] = [random(2) === 0, random(1_000_000)];
  const told = ({ message }: Entry) => ({ pinned_at_ms: message.pinned_at_ms });
  return {
    ask: (store) => store.changes.pin(id, on, now_ms),
    change(_model, entry) {
      if ((entry.message.pinned_at_ms !== null) === on) return undefined;
      entry.message.pinned_at_ms = on ? now_ms : null;
      return told(entry);
    },
    stay: told,
  };
});
