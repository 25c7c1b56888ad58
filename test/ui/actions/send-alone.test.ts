import { expect, test } from "bun:test";

import { setDraft } from "../../../ui/actions/drafts.ts";
import { writeTo } from "../../../ui/actions/person-card.ts";
import { sendMessage } from "../../../ui/actions/send-message.ts";
import { submit } from "../../../ui/actions/submit.ts";
import type { App } from "../../../ui/app.ts";
import type { ChosenFile } from "../../../ui/state/files.ts";
import { words } from "../../../ui/words/words.ts";
import { stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;
const dm_id = 2;

/** ana's page, where a file is chosen for the direct messages with ben, and a reply is begun there. */
async function withChosen(problem: ChosenFile["problem"]) {
  const stage = await stageInChat(({ data, me }) => {
    data.say(data.dm(me, data.person("ben")), data.person("ben"), "hello");
  });
  const about = { key: "f1", name: "a.txt", size_bytes: 1, sent_bytes: 0, preview_url: null };
  const chosen_files = new Map([[dm_id, [{ ...about, file: null, problem }]]]);
  const replies = new Map([[dm_id, { seq: 1, username: "ben" }]]);
  stage.app.store.commit({ chosen_files, replies });
  return { stage, chosen_files, replies };
}

const ways: Record<string, (app: App) => Promise<unknown>> = {
  "/msg": (app) => {
    setDraft(app, general_id, "/msg ben hi");
    return submit(app, general_id);
  },
  "the card of a person": (app) => writeTo(app, "ben", "hi"),
};

test.each(Object.keys(ways))("%s sends the text alone, and what waits in the composer stays", async (way) => {
  for (const problem of [null, () => "no room"]) {
    const { stage, chosen_files, replies } = await withChosen(problem);
    await ways[way]?.(stage.app);
    await settled();
    const [sent, ...others] = stage.bridge.heard("message.send");
    expect(others).toEqual([]);
    expect(sent).toEqual({ channel_id: dm_id, nonce: expect.any(String), kind: "text", content: "hi" });
    expect(stage.app.store.state).toMatchObject({ outbox: [], chosen_files, replies });
  }
});

test.each(Object.keys(ways))("%s waits for the connection, where there are direct messages", async (way) => {
  const { stage } = await withChosen(null);
  const { app, bridge, timers } = stage;
  bridge.lose();
  await settled();
  await ways[way]?.(app);
  expect(app.store.state).toMatchObject({ open_channel_id: dm_id, composer_error: null });
  expect(app.store.state.outbox).toMatchObject([{ channel_id: dm_id, content: "hi", failure: null }]);
  expect(app.store.state.drafts.size).toBe(0);
  await timers.pass(5_000);
  expect(bridge.heard("message.send")).toMatchObject([{ channel_id: dm_id, content: "hi" }]);
  expect(app.store.state.outbox).toEqual([]);
});

test("/msg to somebody new stays in the composer without a connection, and says why until there is one", async () => {
  const { app, bridge, timers } = await stageInChat(({ data }) => void data.person("cyd"));
  bridge.lose();
  await settled();
  setDraft(app, general_id, "/msg cyd hi");
  await submit(app, general_id);
  expect(app.store.state).toMatchObject({ outbox: [], composer_error: words().commands.msg_away });
  expect(app.store.state.drafts.get(general_id)).toBe("/msg cyd hi");
  await timers.pass(5_000);
  expect(app.store.state.composer_error).toBeNull();
  await submit(app, general_id);
  await settled();
  expect(bridge.heard("message.send")).toMatchObject([{ content: "hi" }]);
});

test("a message is not sent with a file that has failed, by whatever way", async () => {
  const { stage, chosen_files, replies } = await withChosen(() => "no room");
  expect(sendMessage(stage.app, dm_id, "text", "look")).toBe(words().uploads.one_failed);
  expect(stage.app.store.state).toMatchObject({ outbox: [], chosen_files, replies });
});
