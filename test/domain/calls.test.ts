import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { postMessage } from "../../src/domain/handlers/messages.ts";
import { enter } from "../../src/domain/presence.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import { makeChannel, register } from "../conformance/scene.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const general = 1;
const silent = { deliver() {}, close() {} };

/** Ana and so many others, all connected, in general and a private channel of ana's; eve is in neither. */
async function scene(others: number) {
  const clock = new FakeClock();
  const context = await createTestContext(clock, createRates(limits.messages_per_second));
  const [ana, eve, ben] = await register(context.store, "ana", "eve", "ben");
  await context.store.members.remove(general, eve);
  const closed = await makeChannel(context.store, "private", "closed", ana);
  for (let at = 0; at < others; at++)
    context.hub.enter(1_000 + at, new Session(silent), [general, closed], {
      chosen_status: "online",
      status_text: "",
    });
  const sessionOf = async (user_id: number, username: string) => {
    const session = new Session(silent, "127.0.0.1");
    await enter(context, session, { user_id, username, session_id: user_id });
    return session;
  };
  const sessions = { ana: await sessionOf(ana, "ana"), eve: await sessionOf(eve, "eve") };
  let nonces = 0;
  /** Slowly enough for the rates of messages and changes. */
  const send = (content: string, who: keyof typeof sessions = "ana", channel_id = general) => {
    clock.move(limits.rate_window_ms / limits.messages_per_second);
    return dispatch(context, sessions[who], "message.send", {
      channel_id,
      kind: "text",
      content,
      nonce: `${nonces++}`,
    });
  };
  const edit = (id: number, content: string) =>
    dispatch(context, sessions.ana, "message.edit", { id, content });
  /** As protocol 1 sends, which has no nonces. */
  const say = (content: string) => {
    clock.move(limits.rate_window_ms / limits.messages_per_second);
    return postMessage(context, sessions.ana, { channel_id: general, kind: "text", content, nonce: null });
  };
  /** How often ben, who is connected from the first time on, has been called. */
  const callsOfBen = async () => {
    if (!context.hub.isOnline(ben)) await sessionOf(ben, "ben");
    return (await context.store.channels.viewFor(ben, general))?.mention_count;
  };
  return { clock, closed, send, edit, say, callsOfBen };
}

test("who calls all of a large channel again and again is told when they may again; all else goes on", async () => {
  const { clock, send, edit } = await scene(limits.calls_free_users_max);
  const { id } = await send("hello");
  for (const word of ["@here", "@channel", "@HERE", "@here @eve"]) await send(word);
  await edit(id, "hello @here");
  const refused = {
    code: "rate_limited",
    message: expect.stringMatching(
      /^You have called all of a large channel too often\. Try again in [\d.]+ s\.$/,
    ),
  };
  await expect(send("@here")).rejects.toMatchObject(refused);
  await expect(send("@channel")).rejects.toMatchObject(refused);
  await expect(edit(id, "hello @here!")).rejects.toMatchObject(refused);
  await send("here, channel, @ana");
  await edit(id, "hello");
  clock.move(limits.calls_period_ms / limits.calls_per_period);
  await send("@here");
  await expect(send("@here")).rejects.toMatchObject(refused);
});

test("in a channel that is no larger nobody counts", async () => {
  const { send } = await scene(limits.calls_free_users_max - 1);
  for (let at = 0; at < 3 * limits.calls_per_period; at++) await send("@here");
});

test("who is no member learns nothing of how many there are", async () => {
  const { closed, send } = await scene(limits.calls_free_users_max);
  for (let at = 0; at < 3 * limits.calls_per_period; at++)
    await expect(send("@here", "eve", closed)).rejects.toMatchObject({ code: "not_found" });
});

test("a client of protocol 1, which has no calls, is refused none: they call nobody, and names in them are called", async () => {
  const { say, callsOfBen } = await scene(limits.calls_free_users_max);
  expect(await callsOfBen()).toBe(0);
  for (let at = 0; at < limits.calls_per_period; at++) await say("@here build failed");
  expect(await callsOfBen()).toBe(limits.calls_per_period);
  expect((await say("@here build failed")).seq).toBe(limits.calls_per_period + 1);
  await say("@Channel build failed");
  expect(await callsOfBen()).toBe(limits.calls_per_period);
  await say("@here @ben build failed");
  expect(await callsOfBen()).toBe(limits.calls_per_period + 1);
});
