import { describe, expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { setPreferences, toggleFold } from "../../../ui/actions/channel-preferences.ts";
import { choosePresence } from "../../../ui/actions/presence.ts";
import { flushPage } from "../../../ui/actions/quit.ts";
import { markAllRead } from "../../../ui/actions/unread.ts";
import { sidebarSections } from "../../../ui/state/sections.ts";
import { loggedIn, type PageStage, stageInChat, stageOn } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

/** general open; beside it garden, books, tools and direct messages with ben. */
const stage = () =>
  stageInChat((chat) => {
    for (const name of ["garden", "books", "tools"]) chat.data.channel(name);
    chat.data.dm(chat.me, chat.data.person("ben"));
  });

const [general, garden, books, tools] = [1, 2, 3, 4];

const order = ({ app }: PageStage) => sidebarSections(app.store.state.channels).channels.map(({ id }) => id);

const titles = ({ bridge }: PageStage) =>
  bridge.posted("notify").map(({ title, body }) => `${title}: ${body}`);

function hear(
  { chat, bridge }: PageStage,
  channel_id: number,
  text: string,
  reply_to_seq: number | null = null,
) {
  const channel = chat.data.channels.get(channel_id);
  if (channel === undefined) throw new Error("no such channel");
  const message = chat.data.say(channel, chat.data.person("ben"), text, { read: false, reply_to_seq });
  bridge.tell({ type: "message.created", body: { message } });
  return settled();
}

describe("the order", () => {
  test("changes at once, and the server is told once when one is done", async () => {
    const here = await stage();
    expect(order(here)).toEqual([books, garden, general, tools]);
    here.app.arranger.step(tools, -1);
    here.app.arranger.step(tools, -1);
    expect(here.app.arranger.step(tools, -1)).toBe(true);
    expect(order(here)).toEqual([tools, books, garden, general]);
    expect(here.app.arranger.step(tools, -1)).toBe(false);
    // What another device did meanwhile does not undo what one is doing.
    here.bridge.tell({ type: "channel.arranged", body: { channel_ids: [general, books, garden, tools] } });
    await settled();
    expect(order(here)).toEqual([tools, books, garden, general]);
    expect(here.bridge.heard("channel.arrange")).toEqual([]);
    await here.timers.pass(250);
    expect(here.bridge.heard("channel.arrange")).toEqual([{ channel_ids: [tools, books, garden, general] }]);
    here.bridge.tell({ type: "channel.arranged", body: { channel_ids: [general, books, garden, tools] } });
    await settled();
    expect(order(here)).toEqual([general, books, garden, tools]);
  });

  test("is told before the page ends", async () => {
    const here = await stage();
    here.app.arranger.step(tools, -1);
    flushPage(here.app.servers);
    expect(here.bridge.heard("channel.arrange")).toHaveLength(1);
    await here.timers.pass(1_000);
    expect(here.bridge.heard("channel.arrange")).toHaveLength(1);
  });

  test("is as it was when the server refuses", async () => {
    const here = await stage();
    here.chat.instead["channel.arrange"] = () => {
      throw new ChatError("rate_limited", "You are too fast. Try again in 1.0 s.", 1_000);
    };
    here.app.arranger.move(books, 3);
    expect(order(here)).toEqual([garden, general, tools, books]);
    await here.timers.pass(250);
    expect(order(here)).toEqual([books, garden, general, tools]);
    expect(here.app.store.state.snack?.text).toContain("too fast");
  });
});

test("what one wants is as the server says, also when another device asked for it, and goes when one leaves", async () => {
  const here = await stage();
  await setPreferences(here.app, garden, { muted: true });
  expect(here.app.store.state.channels.get(garden)).toMatchObject({ muted: true });
  const preferences = { level: "none", muted: false, favorite: true, place: null } as const;
  here.bridge.tell({ type: "channel.preferences_changed", body: { channel_id: garden, preferences } });
  await settled();
  const channel = here.app.store.state.channels.get(garden);
  expect(channel).toMatchObject({ level: "none", favorite: true });
  expect(channel).not.toContainAnyKeys(["muted", "place"]);
  const { user_id, username } = here.chat.me;
  here.bridge.tell({ type: "member.left", body: { channel_id: garden, user: { user_id, username } } });
  await settled();
  expect(here.app.store.state.channels.get(garden)).not.toContainAnyKeys(["level", "favorite"]);
});

test("what is folded is so at the next start, also when nothing is", async () => {
  const here = await stage();
  await here.timers.pass(300);
  expect(here.bridge.posted("kept.put").some(({ name }) => name === "folded")).toBe(false);
  toggleFold(here.app, "archived");
  toggleFold(here.app, "dms");
  await here.timers.pass(300);
  const next = await loggedIn(stageOn(here.chat, here.bridge.outbox));
  await settled();
  expect([...next.app.store.state.folded]).toEqual(["dms"]);
  toggleFold(next.app, "dms");
  await next.timers.pass(300);
  const last = await loggedIn(stageOn(here.chat, here.bridge.outbox));
  await settled();
  expect([...last.app.store.state.folded]).toEqual([]);
});

test("a channel is marked as read without being opened", async () => {
  const here = await stage();
  await hear(here, garden, "one");
  await markAllRead(here.app, garden);
  expect(here.app.store.state.channels.get(garden)).toMatchObject({ read_seq: 1 });
  expect(here.app.store.state.open_channel_id).toBe(general);
});

describe("notifications", () => {
  test("at the level of mentions come of an answer to one's own message too, whether it is held or not", async () => {
    const here = await stage();
    await setPreferences(here.app, garden, { level: "mentions" });
    const channel = here.chat.data.channels.get(garden);
    if (channel === undefined) throw new Error("no garden");
    const mine = here.chat.data.say(channel, here.chat.me, "who has the key?");
    const other = here.chat.data.say(channel, here.chat.data.person("ben"), "which one?");
    await hear(here, garden, "a plain one");
    await hear(here, garden, "to another", other.seq);
    await settled();
    expect(titles(here)).toEqual([]);
    await hear(here, garden, "I do", mine.seq);
    await settled();
    expect(titles(here)).toEqual(["ben in #garden: I do"]);
    await hear(here, garden, "@ana take it");
    expect(titles(here)).toHaveLength(2);
    // Where it decides nothing nothing is asked.
    expect(here.bridge.heard("message.get")).toHaveLength(2);
  });

  test("none of a muted channel, none at the level of nothing, and each names what it is about", async () => {
    const here = await stage();
    here.app.store.commit({ attentive: false });
    await setPreferences(here.app, garden, { muted: true });
    await setPreferences(here.app, books, { level: "none" });
    for (const channel_id of [garden, books]) await hear(here, channel_id, "@ana hello");
    expect(titles(here)).toEqual([]);
    await hear(here, tools, "hello");
    const [only, ...others] = here.bridge.posted("notify");
    expect(others).toEqual([]);
    expect(only?.once).toMatch(/\/1\/4\/1$/);
  });

  test("after an absence one tells of all, counted at each channel's level; who is not to be disturbed hears none", async () => {
    const here = await stage();
    await setPreferences(here.app, garden, { muted: true });
    await setPreferences(here.app, books, { level: "mentions" });
    const away = async () => {
      here.bridge.lose();
      await settled();
      for (let number = 0; number < 250; number++)
        for (const channel_id of [garden, books, tools]) {
          const channel = here.chat.data.channels.get(channel_id);
          if (channel) here.chat.data.say(channel, here.chat.data.person("ben"), "missed", { read: false });
        }
      Object.assign(here.chat.data.channels.get(books) ?? {}, { mention_count: 2 });
      await here.timers.pass(1_000);
    };
    await away();
    expect(titles(here)).toHaveLength(1);
    expect(titles(here)[0]).toMatch(
      /^252 new messages: While you were away, in (#tools, #books|#books, #tools)$/,
    );
    await choosePresence(here.app, { status: "dnd" });
    await away();
    expect(titles(here)).toHaveLength(1);
  });

  test("none at a start, however much is unread", async () => {
    const here = await stageInChat((chat) => {
      const full = chat.data.channel("full");
      for (let number = 0; number < 300; number++)
        chat.data.say(full, chat.data.person("ben"), "unread", { read: false });
    });
    here.app.store.commit({ attentive: false });
    expect(titles(here)).toEqual([]);
    await hear(here, 2, "and one more");
    expect(titles(here)).toEqual(["ben in #full: and one more"]);
  });
});
