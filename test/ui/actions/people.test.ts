import { expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { refreshMembers } from "../../../ui/actions/load-members.ts";
import { nameIn } from "../../../ui/state/profiles.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

/** What the page calls somebody, by the messages it holds. */
const called = ({ app }: PageStage, username: string) => {
  const authors = app.store.state.timelines.get(1)?.messages.map(({ author }) => author) ?? [];
  const author = authors.find((one) => one.username === username);
  return author && nameIn(app.store.state.profiles, author);
};

/** ben leaves the channel, and is called otherwise while the page is away: no list tells of him any more. */
async function renamedMeanwhile(stage: PageStage): Promise<void> {
  const { chat, bridge } = stage;
  const ben = chat.data.person("ben");
  chat.instead["member.list"] = () => ({ members: [] });
  bridge.lose();
  await settled();
  chat.tell = () => {};
  chat.profiles.rename(ben.user_id, "Ben Okafor");
}

test("who wrote what is held is asked for after a time away, and called as they are now", async () => {
  const stage = await stageInChat();
  expect(called(stage, "ben")).toBe("ben");
  await renamedMeanwhile(stage);
  await stage.timers.pass(1_000);
  expect(called(stage, "ben")).toBe("Ben Okafor");
  expect(stage.bridge.heard("user.get")).toHaveLength(1);
});

test("a server that does not know the question is asked in vain, and nothing is said", async () => {
  const stage = await stageInChat();
  stage.chat.instead["user.get"] = () => {
    throw new ChatError("unknown", "There is no request user.get.");
  };
  await renamedMeanwhile(stage);
  await stage.timers.pass(1_000);
  expect(stage.app.store.state).toMatchObject({ connection: { stage: "up" }, snack: null });
  expect(called(stage, "ben")).toBe("ben");
});

test("who asks for the members of very many channels gets them a little later", async () => {
  const { app, chat, timers, bridge } = await stageInChat();
  chat.instead["member.list"] = () => {
    throw new ChatError("rate_limited", "You are too fast. Try again in 0.5 s.", 500);
  };
  app.store.commit({ members: new Map() });
  const loaded = refreshMembers(app, 1);
  await settled();
  delete chat.instead["member.list"];
  const asked = bridge.heard("member.list").length;
  expect(app.store.state).toMatchObject({ members: new Map(), snack: null });
  await timers.pass(500);
  await loaded;
  expect(bridge.heard("member.list")).toHaveLength(asked + 1);
  expect(app.store.state.members.get(1)?.map(({ username }) => username)).toContain("ben");
});
