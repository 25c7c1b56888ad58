import { describe, expect, test } from "bun:test";

import { setAtEnd, setAttentive, watchReading } from "../../../ui/actions/attention.ts";
import { openChannel } from "../../../ui/actions/open-channel.ts";
import { dismissUnread, markUnread, releaseUnread } from "../../../ui/actions/unread.ts";
import { unreadCount, urgentCount } from "../../../ui/state/channels.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

/** general is open and looked at; garden is there too. */
async function stage(): Promise<PageStage> {
  const stage = await stageInChat((chat) => chat.data.channel("garden"));
  setAtEnd(stage.app, true);
  setAttentive(stage.app.servers, true);
  watchReading(stage.app);
  return stage;
}

async function hear({ chat, bridge }: PageStage, channel_id: number, text: string, who = "ben") {
  const channel = chat.data.channels.get(channel_id);
  if (channel === undefined) throw new Error("no such channel");
  const message = chat.data.say(channel, chat.data.person(who), text, { read: false });
  bridge.tell({ type: "message.created", body: { message } });
  await settled();
}

function counts({ app }: PageStage, channel_id: number): [number, number] {
  const channel = app.store.state.channels.get(channel_id);
  return channel === undefined ? [-1, -1] : [unreadCount(channel), urgentCount(channel)];
}

describe("mentions", () => {
  test("are counted apart from what else is unread", async () => {
    const here = await stage();
    for (const text of ["hello", "@ana hi", "@HERE", "@anabel"]) await hear(here, 2, text);
    expect(counts(here, 2)).toEqual([4, 2]);
  });

  test("of one's own writing, and of a message heard twice, are none", async () => {
    const here = await stage();
    await hear(here, 2, "@ana once");
    const message = here.chat.data.messages.get(2)?.[0];
    if (message === undefined) throw new Error("nothing said");
    here.bridge.tell({ type: "message.created", body: { message } });
    await settled();
    expect(counts(here, 2)).toEqual([1, 1]);
    await hear(here, 2, "note for @ana", "ana");
    expect(counts(here, 2)).toEqual([0, 0]);
  });

  test("are what the server says after a reconnect", async () => {
    const here = await stage();
    await hear(here, 2, "@ana one");
    const garden = here.chat.data.channels.get(2);
    if (garden === undefined) throw new Error("no garden");
    here.bridge.lose();
    await settled();
    here.chat.data.say(garden, here.chat.data.person("ben"), "@ana two", { read: false });
    garden.mention_count = 2;
    await here.timers.pass(1_000);
    expect(counts(here, 2)).toEqual([2, 2]);
  });
});

test("what is read on another device is read here", async () => {
  const here = await stage();
  await hear(here, 2, "@ana hi");
  here.bridge.tell({
    type: "channel.marked_read",
    body: { channel_id: 2, read_seq: 1, mention_count: 0 },
  });
  await settled();
  expect(counts(here, 2)).toEqual([0, 0]);
});

describe("marked as unread", () => {
  test("the open channel stays so until one scrolls", async () => {
    const here = await stage();
    await markUnread(here.app, 1, 2);
    await here.timers.pass(10_000);
    expect(counts(here, 1)).toEqual([2, 0]);
    expect(here.app.store.state.new_line_seq).toBe(1);
    expect(here.bridge.heard("channel.mark_read")).toEqual([]);
    await hear(here, 1, "one more");
    await here.timers.pass(10_000);
    expect(counts(here, 1)).toEqual([3, 0]);
    releaseUnread(here.app);
    await here.timers.pass(300);
    expect(counts(here, 1)).toEqual([0, 0]);
  });

  test("and until one leaves it and comes back", async () => {
    const here = await stage();
    await markUnread(here.app, 1, 3);
    openChannel(here.app, 2);
    await here.timers.pass(1_000);
    expect(counts(here, 1)).toEqual([1, 0]);
    openChannel(here.app, 1);
    setAtEnd(here.app, true);
    await here.timers.pass(300);
    expect(counts(here, 1)).toEqual([0, 0]);
  });

  test("or until Esc says that it is read", async () => {
    const here = await stage();
    await markUnread(here.app, 1, 1);
    dismissUnread(here.app);
    await here.timers.pass(300);
    expect(counts(here, 1)).toEqual([0, 0]);
    expect(here.app.store.state.new_line_seq).toBeNull();
  });
});

test("a marker that the server did not move is asked for once, not for ever", async () => {
  const here = await stage();
  here.chat.instead["channel.mark_read"] = () => undefined;
  await hear(here, 1, "four");
  await here.timers.pass(10_000);
  expect(here.bridge.heard("channel.mark_read")).toHaveLength(1);
});
