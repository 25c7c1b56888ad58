import { expect, test } from "bun:test";

import type { Broadcast } from "../../src/domain/broadcast.ts";
import type { Context } from "../../src/domain/context.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { depart, enter } from "../../src/domain/presence.ts";
import { Session } from "../../src/domain/session.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { ChatEvent, RequestInput, RequestName } from "../../src/protocol/registry.ts";
import { pick, randomFrom } from "../conformance/random.ts";
import { register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const general = 1;

/** A user who is logged in and hears. */
async function person(context: Context, username: string, user_id: number) {
  const heard: ChatEvent[] = [];
  const deliver = ({ events }: Broadcast) => void heard.push(...events);
  const session = new Session({ deliver, close: () => depart(context, session) });
  await enter(context, session, { user_id, username, session_id: user_id });
  const ask = <N extends RequestName>(name: N, body: RequestInput<N>) =>
    dispatch(context, session, name, body);
  return { heard, ask };
}

async function street() {
  const context = await createTestContext(new FakeClock());
  const [ana_id, ben_id] = await register(context.store, "ana", "ben");
  const [ana, ben] = [await person(context, "ana", ana_id), await person(context, "ben", ben_id)];
  return { context, ana, ben, ben_id };
}

type Person = Awaited<ReturnType<typeof person>>;

/** The revs that events of the channel's messages brought, in the order they were heard. */
const revsHeard = ({ heard }: Person): number[] =>
  heard.flatMap(({ type, body }) => {
    if (type === "message.created") return [body.message.rev];
    return type.startsWith("message.") && "rev" in body ? [body.rev] : [];
  });

test("what is sent, edited, reacted, pinned and deleted in one turn is heard in the order of its rev", async () => {
  const { context, ana, ben } = await street();
  let sent = 0;
  const send = (who: Person) =>
    who.ask("message.send", { channel_id: general, nonce: `n${++sent}`, content: `message ${sent} @ben` });
  const ids: number[] = [];
  for (let count = 0; count < 6; count++) ids.push((await send(ana)).id);
  const random = randomFrom(7);
  for (let turn = 0; turn < 60; turn++) {
    const all = Array.from({ length: 12 }, (): Promise<unknown> => {
      const [who, id] = [pick(random, [ana, ben]), pick(random, ids)];
      const on = random(2) === 0;
      return pick<() => Promise<unknown>>(random, [
        () => send(who),
        () => send(who),
        () => ana.ask("message.edit", { id, content: `text ${random(1_000)}` }),
        () => who.ask("message.react", { id, emoji: "👍", on }),
        () => who.ask("message.react", { id, emoji: "🎉", on }),
        () => who.ask("message.pin", { id, on }),
        () => (random(20) === 0 ? ana.ask("message.delete", { id }) : send(who)),
      ])();
    });
    await Promise.allSettled(all);
  }
  const revs = revsHeard(ben);
  const { last_rev } = (await context.store.channels.viewFor(1, general)) ?? { last_rev: 0 };
  expect(last_rev).toBeGreaterThan(300);
  expect(revs).toEqual(Array.from({ length: last_rev }, (_, at) => at + 1));
  expect(revsHeard(ana)).toEqual(revs);
  const types = new Set(ben.heard.map(({ type }) => type));
  for (const type of ["created", "edited", "reacted", "pinned", "deleted"] as const)
    expect(types).toContain(`message.${type}`);
  await context.store.close();
});

/** A client's state from events alone. */
function applied(events: readonly ChatEvent[], user_id: number): Message[] {
  const messages = new Map<number, Message>();
  const change = ({ id, rev }: { id: number; rev: number }, to: Partial<Message>) => {
    const message = messages.get(id);
    if (message) messages.set(id, { ...message, rev, ...to });
  };
  for (const { type, body } of events) {
    if (type === "message.created") messages.set(body.message.id, body.message);
    if (type === "message.edited") change(body, { content: body.content, edited_at_ms: body.edited_at_ms });
    if (type === "message.pinned") change(body, { pinned_at_ms: body.pinned_at_ms });
    if (type === "message.deleted")
      change(body, {
        content: "",
        deleted_at_ms: body.deleted_at_ms,
        edited_at_ms: null,
        pinned_at_ms: null,
        reactions: [],
      });
    if (type === "message.reacted") {
      const before = messages.get(body.id)?.reactions ?? [];
      const wasMine = (emoji: string) => before.some((one) => one.emoji === emoji && one.mine);
      const isMine = (emoji: string) =>
        body.user.user_id === user_id && body.emoji === emoji ? body.on : wasMine(emoji);
      change(body, { reactions: body.reactions.map((one) => ({ ...one, mine: isMine(one.emoji) })) });
    }
  }
  return [...messages.values()].toSorted((one, other) => one.seq - other.seq);
}

test("events applied one by one make what a fresh reader sees, field by field", async () => {
  const { context, ana, ben, ben_id } = await street();
  const random = randomFrom(3);
  const ids: number[] = [];
  for (let at = 0; at < 10; at++) {
    const sent = await ana.ask("message.send", { channel_id: general, nonce: `n${at}`, content: `${at}` });
    ids.push(sent.id);
  }
  for (let count = 0; count < 200; count++) {
    const [who, id, on] = [pick(random, [ana, ben]), pick(random, ids), random(2) === 0];
    const asked = pick<() => Promise<unknown>>(random, [
      () => ana.ask("message.edit", { id, content: `text ${random(1_000)}` }),
      () => who.ask("message.react", { id, emoji: pick(random, ["👍", "🎉"]), on }),
      () => who.ask("message.pin", { id, on }),
      () => (random(8) === 0 ? ana.ask("message.delete", { id }) : who.ask("message.pin", { id, on })),
    ])();
    await Promise.allSettled([asked]);
  }
  const { messages } = await ben.ask("message.history", { channel_id: general });
  expect(messages.some(({ deleted_at_ms }) => deleted_at_ms !== null)).toBe(true);
  expect(messages.some(({ reactions }) => reactions.some(({ mine }) => mine))).toBe(true);
  expect(applied(ben.heard, ben_id)).toEqual(messages);
  await context.store.close();
});

test("what changes nothing is told to nobody", async () => {
  const { context, ana, ben } = await street();
  const { id } = await ana.ask("message.send", { channel_id: general, nonce: "n1", content: "hello" });
  await ana.ask("message.react", { id, emoji: "👍", on: true });
  const before = ben.heard.length;
  await ana.ask("message.send", { channel_id: general, nonce: "n1", content: "hello" });
  await ana.ask("message.edit", { id, content: "hello" });
  await ana.ask("message.react", { id, emoji: "👍", on: true });
  await ana.ask("message.pin", { id, on: false });
  expect(ben.heard.length).toBe(before);
  await ana.ask("message.delete", { id });
  await ana.ask("message.delete", { id });
  expect(ben.heard.slice(before).map(({ type }) => type)).toEqual(["message.deleted"]);
  await context.store.close();
});

test("leaving in the moment of joining is told last, and nothing is heard after it", async () => {
  const { context, ana, ben, ben_id } = await street();
  const { channel } = await ana.ask("channel.create", { name: "secret", kind: "private" });
  await ana.ask("channel.add_member", { channel_id: channel.id, username: "ben" });
  const other = await person(context, "ben", ben_id);
  await Promise.allSettled([
    ben.ask("channel.leave", { channel_id: channel.id }),
    ana.ask("channel.add_member", { channel_id: channel.id, username: "ben" }),
    other.ask("channel.leave", { channel_id: channel.id }),
  ]);
  const is_member = await context.store.members.has(channel.id, ben_id);
  ben.heard.length = 0;
  await ana.ask("message.send", { channel_id: channel.id, nonce: "n", content: "top secret" });
  const heard = ben.heard.filter(({ type }) => type === "message.created").length;
  expect(heard).toBe(is_member ? 1 : 0);
});
