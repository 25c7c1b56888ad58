import { expect, mock, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { endEdit, saveEdit, startEdit, typeEdit } from "../../../ui/actions/message-changes.ts";
import { stageInChat } from "../../support/page-app.ts";

/** ana's page with two messages of hers, the first one changed and not saved, the second one being edited. */
async function changed() {
  const stage = await stageInChat(({ data, me }) => {
    const [general] = data.channels.values();
    for (const text of ["one", "two"]) data.say(general ?? expect.unreachable(), me, text);
  });
  const [first, second] = stage.app.store.state.timelines.get(1)?.messages.slice(-2) ?? [];
  if (first === undefined || second === undefined) throw new Error("nothing of ana's");
  startEdit(stage.app, first);
  typeEdit(stage.app, first, "one, changed");
  startEdit(stage.app, second);
  const kept = () => [...stage.app.store.state.edit_texts];
  return { ...stage, first, second, kept };
}

test("a text that was changed waits while one edits another, until it is given up", async () => {
  const { app, first, second, kept } = await changed();
  endEdit(app, second);
  expect(kept()).toEqual([[first.id, "one, changed"]]);
  startEdit(app, first);
  endEdit(app, first);
  expect(kept()).toEqual([]);
  expect(app.store.state.editing_id).toBeNull();
});

test("what is saved while one edits another is kept no more, what was refused is", async () => {
  const { app, chat, first, second, kept } = await changed();
  chat.instead["message.edit"] = () => {
    throw new ChatError("forbidden", "Too late.");
  };
  await expect(saveEdit(app, first, "one, changed")).rejects.toThrow("Too late.");
  expect(kept()).toEqual([[first.id, "one, changed"]]);
  delete chat.instead["message.edit"];
  const done = mock();
  await saveEdit(app, first, "one, changed", done);
  expect(kept()).toEqual([]);
  expect(done).toHaveBeenCalledTimes(1);
  expect(app.store.state.editing_id).toBe(second.id);
});

test("what is typed while a text is on its way stays, and the text goes once", async () => {
  const { app, bridge, chat, second, kept } = await changed();
  const done = mock();
  typeEdit(app, second, "two, changed");
  bridge.hold = true;
  const saved = [1, 2].map(() => saveEdit(app, second, "two, changed", done));
  typeEdit(app, second, "two, changed again");
  bridge.hold = false;
  bridge.deliver();
  expect(await Promise.all(saved)).toEqual([undefined, undefined]);
  expect(bridge.heard("message.edit")).toHaveLength(1);
  expect(kept().at(-1)).toEqual([second.id, "two, changed again"]);
  expect(app.store.state.editing_id).toBe(second.id);
  expect(done).not.toHaveBeenCalled();
  await saveEdit(app, second, "two, changed again", done);
  expect(chat.changes.find(second.id)?.content).toBe("two, changed again");
  expect(app.store.state.editing_id).toBeNull();
  expect(done).toHaveBeenCalledTimes(1);
});
