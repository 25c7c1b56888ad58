import { expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { loadMembers } from "../../../ui/actions/load-members.ts";
import { refreshPins, togglePins } from "../../../ui/actions/pins.ts";
import { stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;
const answer_timeout_ms = 15_000;

test("a list of pins that is not answered in time says so, and is there when it is asked for again", async () => {
  const { app, chat, timers } = await stageInChat();
  const { store } = app;
  chat.instead["message.pins"] = () => undefined;
  const asked = togglePins(app, general_id);
  expect(store.state.pins).toEqual({ channel_id: general_id, messages: null });
  await timers.pass(answer_timeout_ms);
  await asked;
  expect(store.state.pins).toMatchObject({ messages: null, failed: true });
  delete chat.instead["message.pins"];
  const again = refreshPins(app, general_id);
  expect(store.state.pins).toEqual({ channel_id: general_id, messages: null });
  await again;
  expect(store.state.pins).toEqual({ channel_id: general_id, messages: [] });
});

test("a list of pins that is there stays when it cannot be asked for anew", async () => {
  const { app, chat, timers } = await stageInChat();
  await togglePins(app, general_id);
  chat.instead["message.pins"] = () => undefined;
  const asked = refreshPins(app, general_id);
  await timers.pass(answer_timeout_ms);
  await asked;
  expect(app.store.state.pins).toEqual({ channel_id: general_id, messages: [] });
});

test("members that could not be loaded are said to be so, until they are asked for again", async () => {
  const stage = await stageInChat((chat) => {
    chat.instead["member.list"] = () => {
      throw new ChatError("internal", "Not now.");
    };
  });
  const { app, chat } = stage;
  expect(app.store.state.unloadable_members_id).toBe(general_id);
  delete chat.instead["member.list"];
  const asked = loadMembers(app, general_id);
  expect(app.store.state.unloadable_members_id).toBeNull();
  await asked;
  await settled();
  expect(app.store.state.members.get(general_id)).toHaveLength(2);
});
