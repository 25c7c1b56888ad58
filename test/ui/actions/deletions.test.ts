import { expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { removeMessage } from "../../../ui/actions/message-changes.ts";
import { flushPage } from "../../../ui/actions/quit.ts";
import { logOut } from "../../../ui/actions/sign-out.ts";
import type { App } from "../../../ui/app.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;

/** ana's page with two messages of hers. */
async function withOwn() {
  const stage = await stageInChat((chat) => {
    const general = chat.data.channels.get(general_id);
    if (general !== undefined) for (const text of ["mine", "mine too"]) chat.data.say(general, chat.me, text);
  });
  const own = stage.app.store.state.timelines.get(general_id)?.messages.slice(-2) ?? [];
  const [first, second] = own;
  if (first === undefined || second === undefined) throw new Error("nothing of ana's");
  return { stage, first, second };
}

const asked = ({ bridge }: PageStage) => bridge.heard("message.delete");
const gone = ({ app }: PageStage) => [...app.store.state.deleting];

test("a message goes from the screen at once, and from the server when the time to undo is over", async () => {
  const { stage, first } = await withOwn();
  await removeMessage(stage.app, first, false);
  expect(gone(stage)).toEqual([first.id]);
  expect(stage.app.store.state.snack).toMatchObject({ text: "Message deleted.", action: "undo_delete" });
  await stage.timers.pass(5_000);
  expect(asked(stage)).toEqual([]);
  await stage.timers.pass(1_500);
  expect(asked(stage)).toEqual([{ id: first.id }]);
  expect(stage.app.store.state.snack).toBeNull();
});

test("undo brings back all that have not gone yet", async () => {
  const { stage, first, second } = await withOwn();
  await removeMessage(stage.app, first, false);
  await stage.timers.pass(3_000);
  await removeMessage(stage.app, second, false);
  expect(stage.app.store.state.snack?.text).toBe("2 messages deleted.");
  stage.app.deletions.undo();
  expect(gone(stage)).toEqual([]);
  await stage.timers.pass(20_000);
  expect(asked(stage)).toEqual([]);
});

test("one that is deleted again after an undo has its whole time", async () => {
  const { stage, first } = await withOwn();
  await removeMessage(stage.app, first, false);
  await stage.timers.pass(4_000);
  stage.app.deletions.undo();
  await removeMessage(stage.app, first, false);
  await stage.timers.pass(4_000);
  expect(asked(stage)).toEqual([]);
  await stage.timers.pass(2_500);
  expect(asked(stage)).toEqual([{ id: first.id }]);
});

test("the end of the page, and of the session, sends what waits", async () => {
  for (const end of [({ servers }: App) => flushPage(servers), logOut]) {
    const { stage, first } = await withOwn();
    await removeMessage(stage.app, first, false);
    await end(stage.app);
    await settled();
    expect(asked(stage)).toEqual([{ id: first.id }]);
    await stage.timers.pass(20_000);
    expect(asked(stage)).toHaveLength(1);
  }
});

test("with Shift it goes at once", async () => {
  const { stage, first } = await withOwn();
  await removeMessage(stage.app, first, true);
  expect(asked(stage)).toEqual([{ id: first.id }]);
});

test("what could not be deleted is there again, and one is told why", async () => {
  const { stage, first } = await withOwn();
  stage.chat.instead["message.delete"] = () => {
    throw new ChatError("forbidden", "The channel is archived.");
  };
  await removeMessage(stage.app, first, false);
  await stage.timers.pass(7_000);
  expect(gone(stage)).toEqual([]);
  expect(stage.app.store.state.snack?.text).toBe("Not deleted: The channel is archived.");
});
