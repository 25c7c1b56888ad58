import { expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { limits } from "../../../src/protocol/limits.ts";
import { watchOriginals } from "../../../ui/actions/originals.ts";
import { loggedIn, type PageStage, stageAtSignIn } from "../../support/page-app.ts";

const general_id = 1;
const replies = limits.history_page_max;

/** A channel whose newest page is all replies to messages before it, each to another one. */
function amongReplies(): PageStage {
  return stageAtSignIn(({ data }) => {
    const general = data.channels.get(general_id);
    if (general === undefined) throw new Error("no general");
    for (let seq = 4; seq <= replies * 2; seq++) data.say(general, data.person("ben"), `original ${seq}`);
    for (let seq = 1; seq <= replies; seq++)
      data.say(general, data.person("ben"), `reply ${seq}`, { reply_to_seq: seq, read: false });
  });
}

const originals = ({ app }: PageStage) => app.store.state.timelines.get(general_id)?.originals.size;

test("all of them are fetched, in as many requests as it takes", async () => {
  const stage = amongReplies();
  watchOriginals(stage.app);
  await loggedIn(stage);
  await stage.timers.pass(10);
  const wanted = stage.app.store.state.timelines
    .get(general_id)
    ?.messages.filter((one) => one.reply_to_seq !== null);
  expect(wanted?.length).toBeGreaterThan(limits.get_messages_max);
  expect(originals(stage)).toBe(wanted?.length ?? 0);
});

test("a server that is asked too much is asked later, and nobody is bothered with it", async () => {
  const stage = amongReplies();
  stage.chat.instead["message.get"] = () => {
    throw new ChatError("rate_limited", "Too fast.", 700);
  };
  watchOriginals(stage.app);
  await loggedIn(stage);
  await stage.timers.pass(699);
  expect(stage.bridge.heard("message.get")).toHaveLength(1);
  delete stage.chat.instead["message.get"];
  await stage.timers.pass(10);
  expect(originals(stage)).toBeGreaterThan(0);
  expect(stage.app.store.state.snack).toBeNull();
});
