import { describe, expect, test } from "bun:test";

import { setAtEnd, setAttentive, watchReading, watchTitle } from "../../../ui/actions/attention.ts";
import { receiveHostMessage } from "../../../ui/actions/host.ts";
import { openChannel } from "../../../ui/actions/open-channel.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

/** general open, garden joined, direct messages with ben. */
async function stage(looking = true): Promise<PageStage> {
  const stage = await stageInChat((chat) => {
    chat.data.channel("garden");
    chat.data.dm(chat.me, chat.data.person("ben"));
  });
  setAtEnd(stage.app, true);
  setAttentive(stage.app.servers, looking);
  return stage;
}

function hear({ chat, bridge }: PageStage, channel_id: number, text: string, who = "ben"): Promise<void> {
  const channel = chat.data.channels.get(channel_id);
  if (channel === undefined) throw new Error("no such channel");
  const message = chat.data.say(channel, chat.data.person(who), text, { read: false });
  bridge.tell({ type: "message.created", body: { message } });
  return settled();
}

const titles = ({ bridge }: PageStage) =>
  bridge.posted("notify").map(({ title, body }) => `${title}: ${body}`);

describe("notifications", () => {
  test("tell of messages in other channels and of direct messages", async () => {
    const here = await stage();
    await hear(here, 2, `${"long ".repeat(40)}`);
    await hear(here, 3, "psst\n\nhello");
    const [long, direct] = titles(here);
    expect(long).toStartWith("ben in #garden: long long");
    expect(long?.length).toBe("ben in #garden: ".length + 140);
    expect(direct).toBe("ben: psst hello");
  });

  test("not of what is on screen in a focused window", async () => {
    const here = await stage();
    await hear(here, 1, "seen");
    expect(titles(here)).toEqual([]);
    setAttentive(here.app.servers, false);
    await hear(here, 1, "unseen");
    expect(titles(here)).toEqual(["ben in #general: unseen"]);
  });

  test("not of one's own messages from another device", async () => {
    const here = await stage(false);
    await hear(here, 2, "mine", "ana");
    expect(titles(here)).toEqual([]);
    await hear(here, 2, "ben's");
    expect(titles(here)).toHaveLength(1);
  });

  test("not twice of one message", async () => {
    const here = await stage(false);
    await hear(here, 2, "once");
    const message = here.chat.data.messages.get(2)?.[0];
    if (message === undefined) throw new Error("nothing said");
    here.bridge.tell({ type: "message.created", body: { message } });
    await settled();
    expect(titles(here)).toHaveLength(1);
  });

  test("a click opens the channel", async () => {
    const here = await stage();
    receiveHostMessage(here.app.servers, {
      type: "notification.clicked",
      part: here.app.part,
      channel_id: 2,
    });
    expect(here.app.store.state.open_channel_id).toBe(2);
  });
});

describe("the read marker", () => {
  test("moves once, after a moment, while the end is looked at", async () => {
    const here = await stage();
    watchReading(here.app);
    await hear(here, 1, "four");
    await hear(here, 1, "five");
    expect(here.bridge.heard("channel.mark_read")).toEqual([]);
    await here.timers.pass(300);
    expect(here.bridge.heard("channel.mark_read")).toEqual([{ channel_id: 1, read_seq: 5 }]);
    await here.timers.pass(10_000);
    expect(here.bridge.heard("channel.mark_read")).toHaveLength(1);
  });

  test("is not put off by what goes on elsewhere", async () => {
    const here = await stage();
    watchReading(here.app);
    await hear(here, 1, "four");
    for (let count = 0; count < 4; count++) {
      await here.timers.pass(100);
      await hear(here, 2, `elsewhere ${count}`);
    }
    expect(here.bridge.heard("channel.mark_read")).toEqual([{ channel_id: 1, read_seq: 4 }]);
  });

  test("stays when the window is not focused, or someone has scrolled up, until they are back", async () => {
    const here = await stage(false);
    watchReading(here.app);
    await hear(here, 1, "four");
    await here.timers.pass(10_000);
    setAtEnd(here.app, false);
    setAttentive(here.app.servers, true);
    await here.timers.pass(10_000);
    expect(here.bridge.heard("channel.mark_read")).toEqual([]);
    setAtEnd(here.app, true);
    await here.timers.pass(300);
    expect(here.bridge.heard("channel.mark_read")).toEqual([{ channel_id: 1, read_seq: 4 }]);
  });

  test("is not moved in channels that are not open", async () => {
    const here = await stage();
    watchReading(here.app);
    await hear(here, 2, "there");
    await here.timers.pass(10_000);
    expect(here.bridge.heard("channel.mark_read")).toEqual([]);
    openChannel(here.app, 2);
    await settled();
    setAtEnd(here.app, true);
    await here.timers.pass(300);
    expect(here.bridge.heard("channel.mark_read")).toEqual([{ channel_id: 2, read_seq: 1 }]);
  });
});

test("the title counts what is unread", async () => {
  const here = await stage();
  here.app.store.commit({ host: "there" });
  watchReading(here.app);
  const shown: string[] = [];
  watchTitle(here.app.servers, (title) => shown.push(title));
  await hear(here, 2, "a");
  await hear(here, 3, "b");
  openChannel(here.app, 2);
  await settled();
  setAtEnd(here.app, true);
  await here.timers.pass(300);
  expect(shown).toEqual(["chat", "(1) chat", "(2) chat", "(1) chat"]);
  expect(here.bridge.posted("set_title").map(({ title }) => title)).toEqual(shown);
});

test("of many messages at once the title tells the last count alone", async () => {
  const here = await stage();
  here.app.store.commit({ host: "there" });
  watchTitle(here.app.servers, () => {});
  await settled();
  const garden = here.chat.data.channels.get(2) ?? expect.unreachable();
  const ben = here.chat.data.person("ben");
  const said = Array.from({ length: 60 }, (_, at) =>
    here.chat.data.say(garden, ben, `${at}`, { read: false }),
  );
  here.bridge.tell(...said.map((message) => ({ type: "message.created" as const, body: { message } })));
  await settled();
  expect(here.bridge.posted("set_title").map(({ title }) => title)).toEqual(["chat", "(60) chat"]);
});
