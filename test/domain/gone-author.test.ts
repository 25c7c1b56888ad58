import { expect, spyOn, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { depart } from "../../src/domain/presence.ts";
import { Session } from "../../src/domain/session.ts";
import { systemClock } from "../../src/system/clock.ts";
import { createTestContext } from "../support/context.ts";

/** Ana, logged in, and what everybody is told from here on. */
async function scene() {
  const context = await createTestContext(systemClock);
  const session = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  await dispatch(context, session, "session.register", { username: "ana", password: "correct horse" });
  const { channel } = await dispatch(context, session, "channel.create", { kind: "public", name: "garden" });
  const send = { channel_id: channel.id, content: "roses", nonce: "1" };
  const { id } = await dispatch(context, session, "message.send", send);
  const told: string[] = [];
  context.bus.subscribe(({ event }) => void told.push(event.type));
  return { context, session, channel, id, told, leave: () => depart(context, session) };
}

test("a reaction of who is gone when it is stored is told", async () => {
  const { context, session, id, told, leave } = await scene();
  const { changes } = context.store;
  const { react } = changes;
  spyOn(changes, "react").mockImplementation(async (change) => {
    const done = await react(change);
    leave();
    return done;
  });
  await dispatch(context, session, "message.react", { id, emoji: "👍", on: true });
  expect(told).toContain("message.reacted");
});

test("a reaction of who has another name by then is told with that one", async () => {
  const { context, session, id } = await scene();
  const names: (string | undefined)[] = [];
  context.bus.subscribe(({ event }) => {
    if (event.type === "message.reacted") names.push(event.body.user.display_name);
  });
  const { changes } = context.store;
  const { react } = changes;
  spyOn(changes, "react").mockImplementation(async (change) => {
    const done = await react(change);
    if (session.login) session.login = { ...session.login, display_name: "Ana of the garden" };
    return done;
  });
  await dispatch(context, session, "message.react", { id, emoji: "👍", on: true });
  expect(names).toEqual(["Ana of the garden"]);
});

test("a pin of who is gone when it is stored is told", async () => {
  const { context, session, id, told, leave } = await scene();
  const { changes } = context.store;
  const { pin } = changes;
  spyOn(changes, "pin").mockImplementation(async (...change) => {
    const done = await pin(...change);
    leave();
    return done;
  });
  await dispatch(context, session, "message.pin", { id, on: true });
  expect(told).toContain("message.pinned");
});

test("a channel that was made by who is gone then is theirs, and told; so is a new name", async () => {
  const { context, session, channel, told, leave } = await scene();
  const { channels } = context.store;
  const { create, update } = channels;
  spyOn(channels, "update").mockImplementation(async (change) => {
    const done = await update(change);
    leave();
    return done;
  });
  await dispatch(context, session, "channel.update", { channel_id: channel.id, name: "orchard" });
  expect(told).toContain("channel.updated");
  const again = new Session({ deliver() {}, close() {} }, "127.0.0.1");
  await dispatch(context, again, "session.login", { username: "ana", password: "correct horse" });
  spyOn(channels, "create").mockImplementation(async (made) => {
    const done = await create(made);
    depart(context, again);
    return done;
  });
  const made = await dispatch(context, again, "channel.create", { kind: "private", name: "shed" });
  expect(made.channel).toMatchObject({ name: "shed", joined: true });
});
