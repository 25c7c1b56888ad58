import { expect, test } from "bun:test";

import type { Place, UndeliveredPage } from "../../src/domain/ports/message-store.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { ChatError, type ErrorCode } from "../../src/protocol/errors.ts";
import type { Message } from "../../src/protocol/message.ts";

export type MakeStore = () => Promise<Store>;

/** A test over a store of its own. */
export type Scene = (name: string, play: (store: Store) => Promise<void>, timeout_ms?: number) => void;

export const scenesOver =
  (make: MakeStore): Scene =>
  (name, play, timeout_ms) =>
    test(
      name,
      async () => {
        const store = await make();
        try {
          await play(store);
        } finally {
          await store.close();
        }
      },
      timeout_ms,
    );

/** The ids of new users, in the order named. */
export async function register<Names extends string[]>(
  store: Store,
  ...names: Names
): Promise<{ [At in keyof Names]: number }> {
  const ids: number[] = [];
  for (const username of names) {
    const user = await store.users.create({ username, password_hash: `hash of ${username}`, now_ms: 1_000 });
    ids.push(user.user_id);
  }
  return ids as { [At in keyof Names]: number };
}

/** The id of no user: sees what is public. */
const nobody = 0;

export async function generalOf(store: Store): Promise<number> {
  const [id] = await store.channels.idsByName(nobody, "general");
  if (id === undefined) throw new Error("There is no general.");
  return id;
}

/** The first one named opens it. */
export async function openDm(store: Store, created_by: number, ...others: number[]): Promise<number> {
  const user_ids = [created_by, ...others];
  return (await store.channels.openDm({ user_ids, created_by, now_ms: 2_000 })).channel_id;
}

/** A channel with its maker as the first member. */
export async function makeChannel(
  store: Store,
  kind: "public" | "private",
  name: string,
  created_by: number,
  ...others: number[]
): Promise<number> {
  const channel = { kind, name, description: `all about ${name}`, created_by, now_ms: 3_000 };
  const { channel_id } = await store.channels.create(channel);
  for (const user_id of [created_by, ...others]) await store.members.add(channel_id, user_id, 3_000);
  return channel_id;
}

export type Append = Parameters<Store["messages"]["append"]>[0];

/** A message as it is handed to the store. */
export const messageOf = (channel_id: number, author_id: number, more: Partial<Append> = {}): Append => ({
  channel_id,
  author_id,
  kind: "text",
  content: "hello",
  nonce: null,
  reply_to_seq: null,
  mentions: undefined,
  now_ms: 10_000,
  ...more,
});

export async function say(
  store: Store,
  channel_id: number,
  author_id: number,
  content: string,
  more: Partial<Append> = {},
): Promise<Message> {
  const asked = messageOf(channel_id, author_id, { content, ...more });
  return (await store.messages.append(asked)).message;
}

/** All of a channel as this user sees it, oldest first, read forwards. */
export async function wholeHistory(store: Store, user_id: number, channel_id: number): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const after_seq = all.at(-1)?.seq ?? 0;
    const page = await store.messages.history({ user_id, channel_id, after_seq, limit: 100 });
    all.push(...page.messages);
    if (!page.has_more_after) return all;
  }
}

/** All of them, read a page at a time. */
export async function undelivered(store: Store, user_id: number): Promise<Message[]> {
  const messages: Message[] = [];
  for (let next: Place | undefined = { channel_id: 0, seq: 0 }; next;) {
    const page: UndeliveredPage = await store.members.undelivered(user_id, next);
    messages.push(...page.messages);
    next = page.next;
  }
  return messages;
}

export async function expectRefusal(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChatError);
  expect(error).toHaveProperty("code", code);
}

/** A message of ana's in general, with ben beside her. */
export async function oneMessage(store: Store, content = "hello") {
  const [ana, ben] = await register(store, "ana", "ben");
  const general = await generalOf(store);
  const message = await say(store, general, ana, content);
  const edit = (text: string, now_ms = 20_000) =>
    store.changes.edit({ id: message.id, content: text, mentions: undefined, now_ms });
  const react = (user_id: number, emoji: string, on = true) =>
    store.changes.react({ id: message.id, user_id, emoji, on });
  const asSeenBy = (user_id: number) => store.messages.find(user_id, message.id);
  return { ana, ben, general, message, id: message.id, edit, react, asSeenBy };
}
