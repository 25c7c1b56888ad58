import { expect, test } from "bun:test";

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

export async function generalOf(store: Store): Promise<number> {
  const id = await store.channels.idByName("general");
  if (id === undefined) throw new Error("There is no general.");
  return id;
}

export async function openDm(store: Store, one: number, other: number): Promise<number> {
  const dm = await store.channels.openDm({ user_ids: [one, other], now_ms: 2_000 });
  return dm.channel_id;
}

export async function say(
  store: Store,
  channel_id: number,
  author_id: number,
  content: string,
  now_ms = 10_000,
): Promise<Message> {
  const answer = await store.messages.append({
    channel_id,
    author_id,
    kind: "text",
    content,
    nonce: null,
    now_ms,
  });
  return answer.message;
}

export async function expectRefusal(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChatError);
  expect(error).toHaveProperty("code", code);
}
