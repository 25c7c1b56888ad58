import { describe, expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { setDraft } from "../../../ui/actions/drafts.ts";
import { choosePresence } from "../../../ui/actions/presence.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const minute_ms = 60_000;

describe("idle", () => {
  test("is told after ten minutes without a touch, and its end at once", async () => {
    const { app, bridge, timers } = await stageInChat();
    await timers.pass(6 * minute_ms);
    app.idle_watch.used();
    await timers.pass(9 * minute_ms);
    expect(bridge.heard("presence.set_idle")).toEqual([]);
    await timers.pass(minute_ms);
    expect(bridge.heard("presence.set_idle")).toEqual([{ idle: true }]);
    app.idle_watch.used();
    app.idle_watch.used();
    expect(bridge.heard("presence.set_idle")).toEqual([{ idle: true }, { idle: false }]);
    await timers.pass(10 * minute_ms);
    expect(bridge.heard("presence.set_idle")).toHaveLength(3);
  });

  test("is told again after a reconnect, since to the server a login is use", async () => {
    const { bridge, timers } = await stageInChat();
    await timers.pass(10 * minute_ms);
    bridge.lose();
    await timers.pass(1_000);
    expect(bridge.heard("presence.set_idle")).toEqual([{ idle: true }, { idle: true }]);
  });
});

test("what was chosen on another device, or before, is shown here", async () => {
  const { app, bridge } = await stageInChat((chat) => {
    chat.people.presence = { status: "dnd", status_text: "At lunch" };
  });
  expect(app.store.state.presence).toEqual({ status: "dnd", status_text: "At lunch" });
  bridge.tell({ type: "presence.chosen", body: { status: "invisible", status_text: "" } });
  await settled();
  expect(app.store.state.presence).toEqual({ status: "invisible", status_text: "" });
});

test("who does not want to be disturbed gets no notifications", async () => {
  const { app, bridge, chat } = await stageInChat((chat) => chat.data.channel("garden"));
  const hear = async () => {
    const garden = chat.data.channels.get(2);
    if (garden === undefined) throw new Error("no garden");
    const message = chat.data.say(garden, chat.data.person("ben"), "psst", { read: false });
    bridge.tell({ type: "message.created", body: { message } });
    await settled();
  };
  await hear();
  expect(bridge.posted("notify")).toHaveLength(1);
  await choosePresence(app, { status: "dnd" });
  await hear();
  expect(bridge.posted("notify")).toHaveLength(1);
});

describe("typing", () => {
  const type = ({ app }: PageStage, text: string) => {
    setDraft(app, 1, text);
    app.typing.typed(1, text);
  };

  test("is told at most once in three seconds, and not of commands", async () => {
    const stage = await stageInChat();
    for (const text of ["/", "/msg ben", "", "   "]) type(stage, text);
    expect(stage.bridge.heard("typing.start")).toEqual([]);
    for (const text of ["h", "he", "hel"]) type(stage, text);
    expect(stage.bridge.heard("typing.start")).toEqual([{ channel_id: 1 }]);
    await stage.timers.pass(2_999);
    type(stage, "hell");
    expect(stage.bridge.heard("typing.start")).toHaveLength(1);
    await stage.timers.pass(1);
    type(stage, "/me waves");
    expect(stage.bridge.heard("typing.start")).toHaveLength(2);
  });

  test("what the server says against it is nothing to show", async () => {
    const stage = await stageInChat();
    stage.chat.instead["typing.start"] = () => {
      throw new ChatError("forbidden", "The channel is archived.");
    };
    type(stage, "hello");
    await settled();
    expect(stage.bridge.heard("typing.start")).toHaveLength(1);
  });

  test("is not told by who is invisible", async () => {
    const stage = await stageInChat();
    await choosePresence(stage.app, { status: "invisible" });
    type(stage, "hello");
    expect(stage.bridge.heard("typing.start")).toEqual([]);
    await choosePresence(stage.app, { status: "online" });
    type(stage, "hello");
    expect(stage.bridge.heard("typing.start")).toHaveLength(1);
  });

  test("of others is shown for six seconds, or until their message is there", async () => {
    const { app, bridge, chat, timers } = await stageInChat();
    const shown = () => app.store.state.typing.get(1)?.map(({ username }) => username) ?? [];
    const ben = chat.data.person("ben");
    bridge.tell({ type: "typing.started", body: { channel_id: 1, user: ben } });
    await timers.pass(5_999);
    expect(shown()).toEqual(["ben"]);
    await timers.pass(1);
    expect(shown()).toEqual([]);
    bridge.tell({ type: "typing.started", body: { channel_id: 1, user: ben } });
    await settled();
    expect(shown()).toEqual(["ben"]);
    const general = chat.data.channels.get(1);
    if (general === undefined) throw new Error("no general");
    bridge.tell({ type: "message.created", body: { message: chat.data.say(general, ben, "hello") } });
    await settled();
    expect(shown()).toEqual([]);
  });
});
