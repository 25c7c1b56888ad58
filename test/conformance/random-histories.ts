import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import type { Message } from "../../src/protocol/message.ts";
import { type Action, append, askTogether, edit, pin, react, remove } from "./actions.ts";
import { archive, join, leave, markDelivered, markRead, markUnread } from "./member-actions.ts";
import { Model, type Room } from "./model.ts";
import { pick, type Random, randomFrom } from "./random.ts";
import { generalOf, makeChannel, openDm, register, type Scene, undelivered, wholeHistory } from "./scene.ts";

const histories = 20;
const turns = 120;

/** Random histories, the same ones for ever, against a model so simple that it must be right. */
export function describeRandomHistories(scene: Scene): void {
  for (let seed = 1; seed <= histories; seed++)
    scene(
      `random history ${seed}: messages, changes, markers and counts are as the model has them`,
      (store) => play(store, randomFrom(seed)),
    );
}

/** Each as often as it is listed. */
const actions: readonly Action[] = [
  ...Array.from({ length: 5 }, () => append),
  edit,
  edit,
  remove,
  react,
  react,
  react,
  pin,
  markRead,
  markUnread,
  markDelivered,
  join,
  leave,
  archive,
];

export const randomActions = (model: Model, random: Random, most: number) =>
  Array.from({ length: 1 + random(most) }, () => pick(random, actions)(model, random));

async function play(store: Store, random: Random): Promise<void> {
  const model = await beginHistory(store);
  for (let turn = 0; turn < turns; turn++) await askTogether(store, model, randomActions(model, random, 5));
  await expectSame(store, model);
}

/** Three users in general, in a channel that one of them made, and in some dms. */
export async function beginHistory(store: Store): Promise<Model> {
  const model = new Model();
  const names = ["ana", "Ben", "cleo"] as const;
  const [ana, ben, cleo] = await register(store, ...names);
  for (const [at, user_id] of [ana, ben, cleo].entries()) model.users.set(user_id, names[at] ?? "");
  const room = (id: number, kind: "public" | "dm", ...members: number[]) => {
    const markers = members.map((user_id) => [user_id, { read: 0, delivered: 0 }] as const);
    model.rooms.set(id, { id, kind, entries: [], rev: 0, is_archived: false, members: new Map(markers) });
  };
  room(await generalOf(store), "public", ana, ben, cleo);
  room(await makeChannel(store, "public", "music", ana), "public", ana);
  room(await openDm(store, ana, ben), "dm", ana, ben);
  room(await openDm(store, ana, ben, cleo), "dm", ana, ben, cleo);
  room(await openDm(store, cleo), "dm", cleo);
  return model;
}

async function expectSame(store: Store, model: Model): Promise<void> {
  for (const user_id of model.users.keys()) {
    for (const channel_id of model.rooms.keys())
      expect(await wholeHistory(store, user_id, channel_id)).toEqual(model.history(user_id, channel_id));
    await expectSameViews(store, model, user_id);
    const waiting = await undelivered(store, user_id);
    expect(waiting.toSorted(byId)).toEqual(model.undelivered(user_id).toSorted(byId));
  }
  for (const { message, earlier } of model.entries)
    expect(await store.messages.edits(message.id)).toEqual(earlier);
  for (const [channel_id, { entries }] of model.rooms) {
    const pinned = entries
      .filter(({ message }) => message.pinned_at_ms !== null)
      .map(({ message }) => message.id);
    const pins = await store.messages.pins(0, channel_id);
    expect(pins.map(({ id }) => id).toSorted()).toEqual(pinned.toSorted());
  }
}

async function expectSameViews(store: Store, model: Model, user_id: number): Promise<void> {
  const views = await store.channels.listFor(user_id);
  // Of a dm the first member is who opened it.
  const hasBegun = ({ entries, members }: Room) => entries.length > 0 || [...members.keys()][0] === user_id;
  const seen = [...model.rooms.values()].filter(
    (room) => room.kind === "public" || (room.members.has(user_id) && hasBegun(room)),
  );
  expect(views.map(({ id }) => id).toSorted()).toEqual(seen.map(({ id }) => id).toSorted());
  for (const view of views) {
    const { entries, rev, members, is_archived } = model.room(view.id);
    expect(view).toMatchObject({
      last_seq: entries.length,
      last_rev: rev,
      last_message_at_ms: entries.at(-1)?.message.created_at_ms ?? null,
      archived_at_ms: is_archived ? 5_000 : null,
      joined: members.has(user_id),
      read_seq: model.readSeq(user_id, view.id),
      mention_count: model.mentionCount(user_id, view.id),
    });
  }
}

const byId = (one: Message, other: Message): number => one.id - other.id;
