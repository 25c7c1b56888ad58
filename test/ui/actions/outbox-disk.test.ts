import { describe, expect, test } from "bun:test";

import type { OutboxMessage } from "../../../src/protocol/bridge.ts";
import { ChatError } from "../../../src/protocol/errors.ts";
import { discardMessage, sendMessage } from "../../../ui/actions/send-message.ts";
import { logOut } from "../../../ui/actions/sign-out.ts";
import { notSent } from "../../../ui/state/outbox.ts";
import {
  loggedIn,
  type PageStage,
  stageAtSignIn,
  stageInChat,
  stageOn,
  texts,
} from "../../support/page-app.ts";
import { unsent } from "../../support/page-outbox.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;

const write = ({ app }: PageStage, ...contents: string[]) => {
  for (const text of contents) sendMessage(app, general_id, "text", text);
};
const formOf = ({ nonce, failure }: OutboxMessage) => ({ nonce, failure });
const kept = ({ bridge }: PageStage) => [...bridge.outbox.kept.values()].map(({ content }) => content);

/** The page and the program that shows it are gone; a new page of the same person begins. */
function startedAgain({ chat, bridge }: PageStage): Promise<PageStage> {
  return loggedIn(stageOn(chat, bridge.outbox));
}

test("what is written is kept before it is sent, and forgotten when the server has it", async () => {
  const stage = await stageInChat();
  write(stage, "hello");
  expect(stage.bridge.commands.at(-1)?.type).toBe("outbox.put");
  expect(kept(stage)).toEqual(["hello"]);
  await settled();
  expect(stage.bridge.commands.map(({ type }) => type)).toContain("send");
  expect(kept(stage)).toEqual([]);
});

test("nothing is sent before the program has it on disk", async () => {
  const stage = await stageInChat();
  stage.bridge.outbox.is_slow = true;
  write(stage, "a", "b");
  await stage.timers.pass(60_000);
  expect(stage.bridge.heard("message.send")).toEqual([]);
  const [a, b] = stage.bridge.posted("outbox.put");
  for (const put of [b, a])
    if (put !== undefined)
      stage.bridge.put({ type: "outbox.kept", account: put.account, ...formOf(put.message) });
  await settled();
  expect(texts(stage).slice(3)).toEqual(["a", "b"]);
});

test("what the program had before the files were up does not count for the message with them", async () => {
  const stage = await stageInChat();
  stage.bridge.outbox.is_slow = true;
  const { store } = stage.app;
  const file = { key: "f", name: "a.txt", size_bytes: 3, sent_bytes: 0, preview_url: null };
  const [left] = unsent;
  if (left === undefined) throw new Error("nothing unsent");
  const message = { ...left, channel_id: general_id, kept: false, tries: 0 };
  store.commit({ outbox: [{ ...message, uploads: [{ ...file, file: null, problem: null }] }] });
  store.commit({ outbox: [message] });
  const [before, after] = stage.bridge.posted("outbox.put");
  if (before === undefined || after === undefined) throw new Error("not put twice");
  expect([before.message.failure, after.message.failure]).toEqual([expect.stringContaining("a.txt"), null]);
  for (const { account, message: put } of [before, after]) {
    expect(stage.bridge.heard("message.send")).toEqual([]);
    stage.bridge.put({ type: "outbox.kept", account, ...formOf(put) });
    await settled();
  }
  expect(stage.bridge.heard("message.send")).toHaveLength(1);
});

test("what was written while the server was away goes out, in order, after the next start", async () => {
  const stage = await stageInChat();
  stage.bridge.lose();
  await settled();
  write(stage, "first", "second", "third");
  const again = await startedAgain(stage);
  expect(texts(again)).toEqual(["one", "two", "three", "first", "second", "third"]);
  expect(kept(again)).toEqual([]);
});

test("what the server had, but could not say, is there once", async () => {
  const stage = await stageInChat();
  stage.bridge.hold = true;
  write(stage, "hello?");
  await settled();
  expect(stage.bridge.heard("message.send")).toHaveLength(1);
  const again = await startedAgain(stage);
  const [first, second] = again.bridge.heard("message.send") as { nonce: string }[];
  expect(second?.nonce).toBe(first?.nonce ?? "");
  expect(texts(again)).toEqual(["one", "two", "three", "hello?"]);
});

test("what was refused is there again with the reason, and is not sent by itself", async () => {
  const stage = await stageInChat();
  stage.chat.instead["message.send"] = () => {
    throw new ChatError("forbidden", "The channel is archived.");
  };
  write(stage, "too late", "much too late");
  await settled();
  const again = await startedAgain(stage);
  expect(again.app.store.state.outbox.map(({ failure }) => failure)).toEqual([
    "The channel is archived.",
    "The channel is archived.",
  ]);
  expect(again.bridge.heard("message.send")).toHaveLength(2);
  discardMessage(again.app, again.app.store.state.outbox[0]?.nonce ?? "");
  expect(kept(again)).toEqual(["much too late"]);
});

test("logging out leaves what waits to the next login, and another account does not see it", async () => {
  const stage = await stageInChat();
  stage.chat.instead["message.send"] = () => undefined;
  write(stage, "later");
  await logOut(stage.app);
  expect(kept(stage)).toEqual(["later"]);
  expect(stage.app.store.state.outbox).toEqual([]);
  const loads = stage.bridge.posted("outbox.load").map(({ account }) => account.user_id);
  expect(loads).toEqual([stage.chat.me.user_id]);
});

test("of a channel that is not there any more it stays, as not sent, with the reason, until one decides", async () => {
  const stage = await stageInChat();
  stage.bridge.lose();
  await settled();
  write(stage, "too late", "much too late");
  stage.chat.data.channels.delete(general_id);
  const again = await startedAgain(stage);
  const failed = () => notSent(again.app.store.state.outbox);
  expect(failed().map(({ place, content, failure }) => [place, content, failure])).toEqual([
    ["#general", "too late", "No such channel."],
    ["#general", "much too late", "No such channel."],
  ]);
  expect(kept(again)).toEqual(["too late", "much too late"]);
  for (const { nonce } of failed()) discardMessage(again.app, nonce);
  expect(kept(again)).toEqual([]);
});

test("of a channel that one leaves it stays too", async () => {
  const stage = await stageInChat();
  stage.chat.instead["message.send"] = () => {
    throw new ChatError("forbidden", "You must join the channel first.");
  };
  write(stage, "too late");
  const user = stage.chat.me;
  stage.bridge.tell({ type: "member.left", body: { channel_id: general_id, user } });
  await settled();
  expect(stage.app.store.state.channels.get(general_id)?.joined).toBe(false);
  expect(notSent(stage.app.store.state.outbox)).toMatchObject([{ content: "too late" }]);
  expect(kept(stage)).toEqual(["too late"]);
});

test("a certificate that changes while one is away: what waits is asked for anew, and the old page's copy is not sent", async () => {
  const stage = await stageInChat();
  stage.bridge.lose();
  await settled();
  write(stage, "for the one I know");
  stage.bridge.outbox.known_by = (account) => account.met.certificate === null;
  stage.bridge.tls = { fingerprint: "AB", trust: "accepted" };
  await stage.timers.pass(60_000);
  expect(stage.app.store.state.connection.stage).toBe("up");
  expect(stage.bridge.heard("message.send")).toEqual([]);
  expect(notSent(stage.app.store.state.outbox)).toMatchObject([{ content: "for the one I know" }]);
});

test("a server that does not answer is asked again with the same nonce", async () => {
  const stage = await stageInChat();
  stage.chat.instead["message.send"] = () => undefined;
  write(stage, "hello?");
  await stage.timers.pass(15_000);
  expect(texts(stage).at(-1)).toBe("(hello?)");
  delete stage.chat.instead["message.send"];
  await stage.timers.pass(2_000);
  expect(texts(stage).at(-1)).toBe("hello?");
  const [first, second] = stage.bridge.heard("message.send") as { nonce: string }[];
  expect(second?.nonce).toBe(first?.nonce ?? "");
});

test("nonces begin with the time, so that they lie in order", async () => {
  const stage = await loggedIn(stageAtSignIn());
  write(stage, "a");
  await stage.timers.pass(1);
  write(stage, "b");
  await settled();
  const nonces = (stage.bridge.heard("message.send") as { nonce: string }[]).map(({ nonce }) => nonce);
  expect(nonces.toSorted()).toEqual(nonces);
  expect(Number.parseInt(nonces[0]?.slice(0, 12) ?? "", 16)).toBe(stage.timers.now_ms() - 1);
});

describe("what another page of the account left meanwhile", () => {
  const another = { ...(unsent[0] ?? expect.unreachable()), channel_id: general_id, place: "#general" };

  test("goes out as soon as the server is back", async () => {
    const stage = await stageInChat();
    stage.bridge.lose();
    await settled();
    write(stage, "mine");
    stage.bridge.outbox.kept.set(another.nonce, another);
    await stage.timers.pass(60_000);
    expect(texts(stage).slice(3).toSorted()).toEqual([another.content, "mine"].toSorted());
    expect(kept(stage)).toEqual([]);
  });

  test("goes out within a minute while nothing else happens", async () => {
    const stage = await stageInChat();
    stage.bridge.outbox.kept.set(another.nonce, another);
    await stage.timers.pass(61_000);
    expect(texts(stage).slice(3)).toEqual([another.content]);
    expect(kept(stage)).toEqual([]);
  });

  test("what this page has sent since it asked does not come back with the answer", async () => {
    const stage = await stageInChat();
    await stage.timers.pass(59_000);
    stage.bridge.hold = true;
    write(stage, "mine");
    await settled();
    stage.bridge.outbox.is_mute = true;
    await stage.timers.pass(2_000);
    const [asked] = stage.bridge.posted("outbox.load").slice(-1);
    const messages = [...stage.bridge.outbox.kept.values()];
    expect(messages).toHaveLength(1);
    stage.bridge.hold = false;
    stage.bridge.deliver();
    await settled();
    expect(stage.app.store.state.outbox).toEqual([]);
    stage.bridge.put({ type: "outbox.loaded", account: asked?.account ?? expect.unreachable(), messages });
    await settled();
    expect(stage.bridge.heard("message.send")).toHaveLength(1);
    expect(texts(stage).slice(3)).toEqual(["mine"]);
  });
});
