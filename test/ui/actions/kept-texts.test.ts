import { expect, test } from "bun:test";

import { setDraft } from "../../../ui/actions/drafts.ts";
import { flushPage } from "../../../ui/actions/quit.ts";
import { logOut } from "../../../ui/actions/sign-out.ts";
import { submit } from "../../../ui/actions/submit.ts";
import { loggedIn, type PageStage, stageInChat, stageOn } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;
const garden_id = 2;

const started = () => stageInChat((chat) => void chat.data.channel("garden"));
const kept = ({ bridge }: PageStage) => Object.fromEntries(bridge.outbox.texts);
const drafts = ({ app }: PageStage) => Object.fromEntries(app.store.state.drafts);
const again = ({ chat, bridge }: PageStage) => loggedIn(stageOn(chat, bridge.outbox));

test("a draft is kept a moment after it was written, each for its channel", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "for gener");
  setDraft(stage.app, general_id, "for general");
  setDraft(stage.app, garden_id, "for garden");
  expect(kept(stage)).toEqual({});
  await stage.timers.pass(400);
  expect(kept(stage)).toEqual({ "draft/1": "for general", "draft/2": "for garden" });
  expect(stage.bridge.posted("kept.put")).toHaveLength(2);
});

test("the next page has them, also when the last one was killed", async () => {
  const stage = await started();
  setDraft(stage.app, garden_id, "half a thou");
  await stage.timers.pass(400);
  expect(drafts(await again(stage))).toEqual({ 2: "half a thou" });
});

test("a page that is left keeps the last letters too", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "the last word");
  flushPage(stage.app);
  expect(kept(stage)).toEqual({ "draft/1": "the last word" });
});

test("what is sent is forgotten at once, so that it cannot come back as a draft", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "hello");
  await stage.timers.pass(400);
  await submit(stage.app, general_id);
  expect(kept(stage)).toEqual({});
});

test("a lost connection and the next login change no draft", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "before");
  stage.bridge.lose();
  setDraft(stage.app, general_id, "before and meanwhile");
  await stage.timers.pass(5_000);
  expect(drafts(stage)).toEqual({ 1: "before and meanwhile" });
  expect(stage.bridge.posted("kept.load")).toHaveLength(1);
});

const elsewhere = { host: "elsewhere.test", port: 443, tls: true };

test("what was written before the program had answered is newer than what it has", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "older");
  await stage.timers.pass(400);
  const next = await again(stage);
  setDraft(next.app, general_id, "newer");
  next.app.kept.receive({
    type: "kept.loaded",
    account: {
      server_id: "someone",
      user_id: 99,
      met: { server: elsewhere, certificate: null, username: "ben" },
    },
    texts: { "draft/1": "of another account" },
  });
  expect(drafts(next)).toEqual({ 1: "newer" });
});

test("who logs out leaves no draft behind", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "private");
  await stage.timers.pass(400);
  await logOut(stage.app);
  await settled();
  expect(kept(stage)).toEqual({});
});
