import { describe, expect, test } from "bun:test";

import { ChatError, errorCodes } from "../../../src/protocol/errors.ts";
import { setDraft } from "../../../ui/actions/drafts.ts";
import { editLast } from "../../../ui/actions/message-changes.ts";
import { discardMessage, retryMessage, sendMessage } from "../../../ui/actions/send-message.ts";
import { submit } from "../../../ui/actions/submit.ts";
import { notSent } from "../../../ui/state/outbox.ts";
import { stageInChat, texts } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;

test("shown at once, then sent, once, though both the reply and the event tell of it", async () => {
  const stage = await stageInChat();
  expect(sendMessage(stage.app, general_id, "text", "hello")).toBeUndefined();
  expect(texts(stage).at(-1)).toBe("(hello)");
  await settled();
  expect(texts(stage)).toEqual(["one", "two", "three", "hello"]);
});

test("too fast: waits as long as it is told by itself, and the order stays", async () => {
  const stage = await stageInChat();
  stage.chat.instead["message.send"] = () => {
    throw new ChatError("rate_limited", "Too fast.", 400);
  };
  for (const text of ["a", "b", "c"]) sendMessage(stage.app, general_id, "text", text);
  await settled();
  expect(stage.bridge.heard("message.send")).toHaveLength(1);
  expect(texts(stage).slice(3)).toEqual(["(a)", "(b)", "(c)"]);
  delete stage.chat.instead["message.send"];
  await stage.timers.pass(399);
  expect(stage.bridge.heard("message.send")).toHaveLength(1);
  await stage.timers.pass(1);
  expect(texts(stage).slice(3)).toEqual(["a", "b", "c"]);
});

test("what has to wait for long holds up its own channel only", async () => {
  const stage = await stageInChat((chat) => void chat.data.channel("garden"));
  stage.chat.instead["message.send"] = ({ channel_id }) => {
    if (channel_id !== general_id) return undefined;
    throw new ChatError("rate_limited", "You have called all of a large channel too often.", 12_000);
  };
  sendMessage(stage.app, general_id, "text", "@here");
  sendMessage(stage.app, 2, "text", "hello");
  await settled();
  expect(stage.bridge.heard("message.send")).toMatchObject([{ channel_id: general_id }, { channel_id: 2 }]);
});

test("refused: says why, and can be tried again or taken away", async () => {
  const stage = await stageInChat();
  stage.chat.instead["message.send"] = () => {
    throw new ChatError("forbidden", "You are not a member.");
  };
  for (const text of ["a", "b"]) sendMessage(stage.app, general_id, "text", text);
  await settled();
  expect(stage.app.store.state.outbox.map(({ failure }) => failure)).toEqual([
    "You are not a member.",
    "You are not a member.",
  ]);
  delete stage.chat.instead["message.send"];
  const [a, b] = stage.app.store.state.outbox;
  discardMessage(stage.app, a?.nonce ?? "");
  retryMessage(stage.app, b?.nonce ?? "");
  await settled();
  expect(texts(stage)).toEqual(["one", "two", "three", "b"]);
});

test("while the last message is being sent no other one is taken for it", async () => {
  const stage = await stageInChat();
  sendMessage(stage.app, general_id, "text", "the first");
  await settled();
  stage.chat.instead["message.send"] = () => undefined;
  sendMessage(stage.app, general_id, "text", "the last");
  await settled();
  expect(editLast(stage.app, general_id)).toBe(true);
  const { editing_id, snack } = stage.app.store.state;
  expect([editing_id, snack?.text]).toEqual([null, "Your last message is still being sent."]);
  delete stage.chat.instead["message.send"];
  await stage.timers.pass(60_000);
  editLast(stage.app, general_id);
  const edited = stage.chat.changes.find(stage.app.store.state.editing_id ?? 0);
  expect(edited.content).toBe("the last");
});

describe("a server's fault", () => {
  async function inTrouble() {
    const stage = await stageInChat((chat) => void chat.data.channel("cats", "Cats"));
    const send = stage.chat.instead;
    send["message.send"] = ({ channel_id }) => {
      if (channel_id === general_id) throw new ChatError("internal", "SQLITE_FULL in append");
      return { id: 100, seq: 1, rev: 1, created_at_ms: 1 };
    };
    return { stage, mend: () => delete send["message.send"] };
  }

  test("is waited out: the message is tried again before anything later of its channel, with the same nonce", async () => {
    const { stage, mend } = await inTrouble();
    for (const text of ["a", "b"]) sendMessage(stage.app, general_id, "text", text);
    await stage.timers.pass(10_000);
    const bodies = stage.bridge.heard("message.send") as { content: string; nonce: string }[];
    expect(new Set(bodies.map(({ content }) => content))).toEqual(new Set(["a"]));
    expect(new Set(bodies.map(({ nonce }) => nonce)).size).toBe(1);
    expect(notSent(stage.app.store.state.outbox)).toEqual([]);
    mend();
    await stage.timers.pass(30_000);
    expect(texts(stage).slice(3)).toEqual(["a", "b"]);
  });

  test("is tried more and more seldom, and after a few times one may take the message away", async () => {
    const { stage } = await inTrouble();
    for (const text of ["a", "b"]) sendMessage(stage.app, general_id, "text", text);
    await stage.timers.pass(300_000);
    const tries = stage.bridge.heard("message.send").length;
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(20);
    expect(stage.app.store.state.outbox[0]?.tries).toBe(tries);
    discardMessage(stage.app, stage.app.store.state.outbox[0]?.nonce ?? "");
    await stage.timers.pass(60_000);
    expect(stage.bridge.heard("message.send").at(-1)).toMatchObject({ content: "b" });
  });

  test("with one channel holds up no other", async () => {
    const { stage } = await inTrouble();
    const cats = [...stage.chat.data.channels.values()].find(({ name }) => name === "cats");
    sendMessage(stage.app, general_id, "text", "a");
    sendMessage(stage.app, cats?.id ?? 0, "text", "meow");
    await settled();
    expect(stage.app.store.state.outbox.map(({ content }) => content)).toEqual(["a"]);
  });
});

test.each([...errorCodes])(
  "after %s a message waits, or is shown as not sent, as the one table says",
  async (code) => {
    const stage = await stageInChat();
    stage.chat.instead["message.send"] = () => {
      throw new ChatError(code, "No.");
    };
    for (const text of ["a", "b"]) sendMessage(stage.app, general_id, "text", text);
    await settled();
    const waits = [
      "rate_limited",
      "busy",
      "unavailable",
      "internal",
      "not_authenticated",
      "session_ended",
    ].some((one) => one === code);
    expect(notSent(stage.app.store.state.outbox)).toHaveLength(waits ? 0 : 2);
    delete stage.chat.instead["message.send"];
    await stage.timers.pass(1_000);
    expect(texts(stage).slice(3)).toEqual(waits ? ["a", "b"] : ["(a)", "(b)"]);
  },
);

async function submitted(text: string) {
  const stage = await stageInChat();
  setDraft(stage.app, general_id, text);
  await submit(stage.app, general_id);
  await settled();
  const { composer_error, drafts, dialog, open_channel_id } = stage.app.store.state;
  return { stage, composer_error, draft: drafts.get(general_id) ?? "", dialog, open_channel_id };
}

test("the composer's text goes when it could be sent", async () => {
  const { stage, draft, composer_error } = await submitted("  two\n  lines \n");
  expect({ draft, composer_error }).toEqual({ draft: "", composer_error: null });
  expect(texts(stage).at(-1)).toBe("  two\n  lines");
});

test("an unknown command is answered with the nearest one, and the text stays", async () => {
  const { draft, composer_error, stage } = await submitted("/qiut now");
  expect(composer_error).toBe("Unknown command /qiut. Did you mean /quit?");
  expect(draft).toBe("/qiut now");
  expect(stage.bridge.heard("message.send")).toEqual([]);
});

test("two slashes send one, and a path is no command", async () => {
  expect(texts((await submitted("//quit")).stage).at(-1)).toBe("/quit");
  expect(texts((await submitted("/usr/bin is full")).stage).at(-1)).toBe("/usr/bin is full");
});

test("/me sends an action", async () => {
  const { stage } = await submitted("/me waves");
  expect(stage.bridge.heard("message.send")).toMatchObject([{ kind: "action", content: "waves" }]);
});

test("/msg opens the direct messages and sends there", async () => {
  const { stage, open_channel_id, draft } = await submitted("/msg BEN are you\nthere?");
  expect(open_channel_id).toBe(2);
  expect(draft).toBe("");
  expect(texts(stage, 2)).toEqual(["are you\nthere?"]);
});

test("Enter twice while /msg is being done sends it once", async () => {
  const stage = await stageInChat();
  setDraft(stage.app, general_id, "/msg ben once");
  await Promise.all([submit(stage.app, general_id), submit(stage.app, general_id)]);
  await settled();
  expect(texts(stage, 2)).toEqual(["once"]);
});

test("/msg to a name that nobody has says so, and the text stays", async () => {
  const { composer_error, draft } = await submitted("/msg nobody hello");
  expect(composer_error).toBe("There is no user named nobody.");
  expect(draft).toBe("/msg nobody hello");
});

test("/help opens the panel, /quit hangs up and closes", async () => {
  expect((await submitted("/help")).dialog).toBe("help");
  const { stage } = await submitted("/quit");
  expect(stage.bridge.commands.slice(-2).map(({ type }) => type)).toEqual(["hang_up", "quit"]);
});

test("a text over the limit stays and says by how much", async () => {
  const { composer_error, draft } = await submitted("🍅".repeat(2_001));
  expect(composer_error).toBe("Message is 1 character over the limit of 2000.");
  expect(draft).toHaveLength(4_002);
  expect((await submitted("🍅".repeat(2_000))).composer_error).toBeNull();
});
