import { expect, test } from "bun:test";

import type { ChatEvent } from "../../../src/protocol/registry.ts";
import { openChannel } from "../../../ui/actions/open-channel.ts";
import { togglePins } from "../../../ui/actions/pins.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;
/** So that what is pinned in a test is the last one, however quick the test is. */
const later_ms = Date.UTC(2100, 0, 1);

async function withPinsOpen(): Promise<PageStage> {
  const stage = await stageInChat(({ data, changes, me }) => {
    changes.pin(data.messages.get(general_id)?.[0]?.id ?? 0, me, true);
  });
  await togglePins(stage.app, general_id);
  await settled();
  return stage;
}

const pinned = ({ app }: PageStage) => app.store.state.pins?.messages?.map(({ content }) => content);
const idOf = ({ chat }: PageStage, seq: number) => chat.data.messages.get(general_id)?.[seq - 1]?.id ?? 0;

const changes: Record<string, { change: (stage: PageStage) => ChatEvent | undefined; shown: string[] }> = {
  "another pin": {
    change: (stage) => stage.chat.changes.pin(idOf(stage, 2), stage.chat.me, true, later_ms),
    shown: ["two", "one"],
  },
  "a pin taken away": {
    change: (stage) => stage.chat.changes.pin(idOf(stage, 1), stage.chat.me, false),
    shown: [],
  },
  "an edit": {
    change: (stage) => stage.chat.changes.edit(idOf(stage, 1), "one, changed"),
    shown: ["one, changed"],
  },
  "a deletion": { change: (stage) => stage.chat.changes.remove(idOf(stage, 1)), shown: [] },
};

test.each(Object.entries(changes))("%s shows in the open list at once", async (_, { change, shown }) => {
  const stage = await withPinsOpen();
  expect(pinned(stage)).toEqual(["one"]);
  const event = change(stage);
  if (event !== undefined) stage.bridge.tell(event);
  await settled();
  expect(pinned(stage)).toEqual(shown);
});

test.each(Object.entries(changes))(
  "%s while the connection is away shows after the catch-up",
  async (_, { change, shown }) => {
    const stage = await withPinsOpen();
    stage.bridge.lose();
    await settled();
    change(stage);
    expect(pinned(stage)).toEqual(["one"]);
    await stage.timers.pass(60_000);
    expect(pinned(stage)).toEqual(shown);
  },
);

test("a change that was missed shows after the hole is filled", async () => {
  const stage = await withPinsOpen();
  stage.chat.changes.pin(idOf(stage, 2), stage.chat.me, true, later_ms);
  const later = stage.chat.changes.react(idOf(stage, 3), stage.chat.me, "👍", true);
  if (later !== undefined) stage.bridge.tell(later);
  await settled();
  expect(pinned(stage)).toEqual(["two", "one"]);
});

test("the list of a channel that one leaves closes", async () => {
  const stage = await withPinsOpen();
  stage.bridge.tell({ type: "member.left", body: { channel_id: general_id, user: stage.chat.me } });
  await settled();
  expect(stage.app.store.state.pins).toBeNull();
});

test("lines of who came and went are there until one has seen them and gone elsewhere", async () => {
  const stage = await stageInChat((chat) => void chat.data.channel("cats", "Cats"));
  const member = { user_id: 50, username: "zoe", status: "online", status_text: "" } as const;
  stage.bridge.tell({ type: "member.joined", body: { channel_id: general_id, member } });
  await settled();
  const notices = () =>
    stage.app.store.state.timelines.get(general_id)?.notices.map(({ user }) => user.username);
  expect(notices()).toEqual(["zoe"]);
  const cats = [...stage.chat.data.channels.values()].find(({ name }) => name === "cats");
  openChannel(stage.app, cats?.id ?? 0);
  openChannel(stage.app, general_id);
  await settled();
  expect(notices()).toEqual([]);
});
