import { expect, test } from "bun:test";

import { setDraft } from "../../../ui/actions/drafts.ts";
import {
  cancelReply,
  endEdit,
  saveEdit,
  startEdit,
  startReply,
  typeEdit,
} from "../../../ui/actions/message-changes.ts";
import { openChannel } from "../../../ui/actions/open-channel.ts";
import { keepPlace } from "../../../ui/actions/places.ts";
import { flushPage } from "../../../ui/actions/quit.ts";
import { logOut } from "../../../ui/actions/sign-out.ts";
import { submit } from "../../../ui/actions/submit.ts";
import { loggedIn, type PageStage, stageInChat, stageOn } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;
const garden_id = 2;

const started = () => stageInChat((chat) => void chat.data.channel("garden"));
/** The drafts. */
const kept = ({ bridge }: PageStage) =>
  Object.fromEntries([...bridge.outbox.texts].filter(([name]) => name.startsWith("draft/")));
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
  const puts = stage.bridge.posted("kept.put").filter(({ name }) => name.startsWith("draft/"));
  expect(puts).toHaveLength(2);
});

test("the next page has them, also when the last one was killed", async () => {
  const stage = await started();
  setDraft(stage.app, garden_id, "half a thou");
  await stage.timers.pass(400);
  expect(drafts(await again(stage))).toEqual({ 2: "half a thou" });
});

test("the next page begins where this one was, unless one is not in that channel any more", async () => {
  const stage = await started();
  openChannel(stage.app, garden_id);
  await stage.timers.pass(400);
  const next = await again(stage);
  expect(next.app.store.state.open_channel_id).toBe(garden_id);
  openChannel(next.app, general_id);
  flushPage(next.app.servers);
  expect((await again(next)).app.store.state.open_channel_id).toBe(general_id);
  openChannel(next.app, garden_id);
  flushPage(next.app.servers);
  next.chat.data.channels.delete(garden_id);
  expect((await again(next)).app.store.state.open_channel_id).toBe(general_id);
});

test("the next page shows each channel where this one left it, loaded from there when it is far from the end", async () => {
  const stage = await started();
  const { data } = stage.chat;
  const garden = data.channels.get(garden_id) ?? expect.unreachable();
  for (let number = 1; number <= 300; number++) data.say(garden, data.person("ben"), `message ${number}`);
  keepPlace(stage.app, garden_id, { seq: 40, offset_px: 12.4 });
  keepPlace(stage.app, general_id, { seq: 1, offset_px: 0 });
  keepPlace(stage.app, general_id, undefined);
  await stage.timers.pass(2_100);
  const next = await again(stage);
  expect([...next.app.store.state.places]).toEqual([[garden_id, { seq: 40, offset_px: 12 }]]);
  openChannel(next.app, garden_id);
  await settled();
  const seqs = next.app.store.state.timelines.get(garden_id)?.messages.map(({ seq }) => seq);
  expect(seqs).toContain(40);
  expect(seqs).not.toContain(300);
});

test("what one was answering is answered by the next page too", async () => {
  const stage = await started();
  const message = stage.chat.data.say(
    stage.chat.data.channels.get(garden_id) ?? expect.unreachable(),
    stage.chat.data.person("ben"),
    "well?",
  );
  startReply(stage.app, message);
  await stage.timers.pass(400);
  const next = await again(stage);
  expect([...next.app.store.state.replies]).toEqual([[garden_id, { seq: message.seq, username: "ben" }]]);
  cancelReply(next.app, garden_id);
  flushPage(next.app.servers);
  expect([...(await again(next)).app.store.state.replies]).toEqual([]);
});

/** ana's page with two messages of hers, the first one half changed in its field, the second one half changed before. */
async function halfChanged() {
  const stage = await stageInChat(({ data, me }) => {
    for (const text of ["mine", "mine too"])
      data.say(data.channels.get(general_id) ?? expect.unreachable(), me, text);
  });
  const [first, second] = stage.app.store.state.timelines.get(general_id)?.messages.slice(-2) ?? [];
  if (first === undefined || second === undefined) throw new Error("nothing of ana's");
  for (const message of [second, first]) {
    startEdit(stage.app, message);
    typeEdit(stage.app, message, `${message.content}, chan`);
  }
  flushPage(stage.app.servers);
  return { stage, first, second };
}

const edits = ({ app }: PageStage) => [...app.store.state.edit_texts].sort(([one], [other]) => one - other);

test("what was half changed is so on the next page, with the field that was open", async () => {
  const { stage, first, second } = await halfChanged();
  const next = await again(stage);
  expect(edits(next)).toEqual([
    [first.id, "mine, chan"],
    [second.id, "mine too, chan"],
  ]);
  expect(next.app.store.state.editing_id).toBe(first.id);
});

test("what was changed or given up is forgotten at once", async () => {
  const { stage, first, second } = await halfChanged();
  await saveEdit(stage.app, first, "mine, chan");
  endEdit(stage.app, second);
  const next = await again(stage);
  expect(edits(next)).toEqual([]);
  expect(next.app.store.state.editing_id).toBeNull();
});

test("what is half changed of a message that is deleted elsewhere is forgotten at once", async () => {
  const { stage, first, second } = await halfChanged();
  stage.bridge.tell(stage.chat.changes.remove(first.id) ?? expect.unreachable());
  await settled();
  expect(edits(stage)).toEqual([[second.id, "mine too, chan"]]);
  expect(stage.app.store.state.editing_id).toBeNull();
  expect([...stage.bridge.outbox.texts.keys()].filter((name) => name.startsWith("edit"))).toEqual([
    `edit/${second.id}`,
  ]);
});

test("so it is where that was while one was away", async () => {
  const { stage, first, second } = await halfChanged();
  stage.chat.changes.remove(first.id);
  const next = await again(stage);
  expect(edits(next)).toEqual([[second.id, "mine too, chan"]]);
});

test("who logs out leaves no half change behind", async () => {
  const { stage } = await halfChanged();
  await logOut(stage.app);
  const next = await again(stage);
  expect(edits(next)).toEqual([]);
  expect(next.app.store.state.editing_id).toBeNull();
});

test("a page that is left keeps the last letters too", async () => {
  const stage = await started();
  setDraft(stage.app, general_id, "the last word");
  flushPage(stage.app.servers);
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
