import { describe, expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import {
  addMembers,
  createChannel,
  leaveChannel,
  openDirectMessage,
  updateChannel,
} from "../../../ui/actions/channel-membership.ts";
import { unreadCount } from "../../../ui/state/channels.ts";
import { words } from "../../../ui/words/words.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const channel = ({ app }: PageStage, channel_id: number) => app.store.state.channels.get(channel_id);

describe("a private channel", () => {
  test("is made and opened, and is gone for who has left it", async () => {
    const stage = await stageInChat();
    await createChannel(stage.app, { kind: "private", name: "surprise" });
    expect(channel(stage, 2)).toMatchObject({ kind: "private", name: "surprise", joined: true });
    expect(stage.app.store.state.open_channel_id).toBe(2);
    await leaveChannel(stage.app, 2);
    expect(channel(stage, 2)).toBeUndefined();
    expect(stage.app.store.state.open_channel_id).toBe(1);
  });

  test("appears for who is added to it, and goes when they leave on another device", async () => {
    const stage = await stageInChat();
    const made = stage.chat.data.channel("surprise", "", true, "private");
    stage.bridge.tell({ type: "channel.created", body: { channel: structuredClone(made) } });
    await settled();
    expect(channel(stage, 2)?.joined).toBe(true);
    stage.bridge.tell({ type: "member.left", body: { channel_id: 2, user: stage.chat.me } });
    await settled();
    expect(channel(stage, 2)).toBeUndefined();
  });

  test("gets several members, up to the first whom nobody knows", async () => {
    const stage = await stageInChat((chat) => void chat.data.person("chidi"));
    await createChannel(stage.app, { kind: "private", name: "surprise" });
    const waiting: (readonly string[])[] = [];
    const added = addMembers(stage.app, 2, ["ben", "nobody", "chidi"], (left) => waiting.push(left));
    await expect(added).rejects.toThrow("There is no user named nobody.");
    expect(waiting).toEqual([["nobody", "chidi"]]);
    expect(stage.bridge.heard("channel.add_member")).toHaveLength(2);
  });

  test("gets a whole class though the server lets nobody be so quick", async () => {
    const stage = await stageInChat((chat) => void chat.data.person("chidi"));
    await createChannel(stage.app, { kind: "private", name: "surprise" });
    stage.chat.instead["channel.add_member"] = () => {
      Reflect.deleteProperty(stage.chat.instead, "channel.add_member");
      throw new ChatError("rate_limited", "You are too fast. Try again in 0.4 s.", 400);
    };
    const waiting: (readonly string[])[] = [];
    const added = addMembers(stage.app, 2, ["ben", "chidi"], (left) => waiting.push(left));
    await settled();
    expect(waiting).toEqual([]);
    await stage.timers.pass(400);
    await added;
    expect(waiting).toEqual([["chidi"], []]);
  });

  test.each(["answered", "told to wait"])("gets nobody more once it is closed, %s", async (how) => {
    const stage = await stageInChat((chat) => ["chidi", "dalia"].forEach((name) => chat.data.person(name)));
    await createChannel(stage.app, { kind: "private", name: "surprise" });
    const closing = new AbortController();
    const added = addMembers(
      stage.app,
      2,
      ["ben", "chidi", "dalia"],
      () => {
        if (how === "answered") return closing.abort();
        stage.chat.instead["channel.add_member"] = () => {
          throw new ChatError("rate_limited", "You are too fast. Try again in 0.4 s.", 400);
        };
      },
      closing.signal,
    );
    await settled();
    const heard = how === "answered" ? 1 : 2;
    expect(stage.bridge.heard("channel.add_member")).toHaveLength(heard);
    closing.abort();
    await stage.timers.pass(400);
    await added;
    expect(stage.bridge.heard("channel.add_member")).toHaveLength(heard);
    expect(stage.app.store.state.snack?.text).toBe(words().people.added(["ben"]));
  });

  test("says so when somebody cannot be added for long", async () => {
    const stage = await stageInChat();
    await createChannel(stage.app, { kind: "private", name: "surprise" });
    stage.chat.instead["channel.add_member"] = () => {
      throw new ChatError(
        "rate_limited",
        "This person was added here too often. Try again in 8 hours.",
        28_800_000,
      );
    };
    await expect(addMembers(stage.app, 2, ["ben"], () => {})).rejects.toThrow("added here too often");
  });
});

test("a changed channel is so for everybody, and what an event has counted meanwhile stays counted", async () => {
  const stage = await stageInChat((chat) => void chat.data.channel("garden"));
  const garden = stage.chat.data.channels.get(2);
  if (garden === undefined) throw new Error("no garden");
  const before = structuredClone(garden);
  const message = stage.chat.data.say(garden, stage.chat.data.person("ben"), "news", { read: false });
  stage.bridge.tell({ type: "message.created", body: { message } });
  stage.chat.instead["channel.update"] = () => ({ channel: { ...before, description: "Seeds" } });
  await updateChannel(stage.app, 2, { description: "Seeds" });
  const shown = channel(stage, 2);
  expect(shown?.description).toBe("Seeds");
  expect(shown === undefined ? 0 : unreadCount(shown)).toBe(1);
  const change = { channel_id: 2, name: "orchard", description: "Trees", archived_at_ms: 5 };
  stage.bridge.tell({ type: "channel.updated", body: change });
  await settled();
  expect(channel(stage, 2)).toMatchObject({ name: "orchard", description: "Trees", archived_at_ms: 5 });
});

test("direct messages are opened with one or several, and found again whatever the order", async () => {
  const stage = await stageInChat((chat) => void chat.data.person("chidi"));
  const group = await openDirectMessage(stage.app, ["chidi", "BEN"]);
  expect(channel(stage, group)?.members.map(({ username }) => username)).toEqual(["ana", "ben", "chidi"]);
  expect(await openDirectMessage(stage.app, ["ben", "chidi"])).toBe(group);
  expect(await openDirectMessage(stage.app, ["ben"])).not.toBe(group);
});
