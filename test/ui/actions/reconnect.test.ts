import { describe, expect, test } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { openChannel } from "../../../ui/actions/open-channel.ts";
import { sendMessage } from "../../../ui/actions/send-message.ts";
import { type PageStage, stageInChat, texts } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const general_id = 1;

/** Says something in general while the page does not hear it. */
function sayUnheard({ chat }: PageStage, ...contents: string[]) {
  const general = chat.data.channels.get(general_id);
  if (general === undefined) throw new Error("no general");
  return contents.map((text) => chat.data.say(general, chat.data.person("ben"), text, { read: false }));
}

describe("after a loss", () => {
  test("comes back by token, and what was missed is there once and in order", async () => {
    const stage = await stageInChat();
    stage.bridge.lose();
    await settled();
    expect(stage.app.store.state.connection).toMatchObject({ stage: "waiting" });
    sayUnheard(stage, "four", "five");
    await stage.timers.pass(1_000);
    expect(stage.app.store.state.connection).toEqual({ stage: "up" });
    expect(texts(stage)).toEqual(["one", "two", "three", "four", "five"]);
    expect(stage.bridge.heard("session.login")).toHaveLength(1);
    expect(stage.bridge.heard("session.resume")).toEqual([{ token: "5".repeat(64) }]);
  });

  test("far behind, the newest page takes the place of what was held, and older ones load", async () => {
    const stage = await stageInChat();
    stage.bridge.lose();
    await settled();
    sayUnheard(stage, ...Array.from({ length: 250 }, (_, number) => `${number}`));
    await stage.timers.pass(1_000);
    const shown = texts(stage);
    expect(shown).toHaveLength(50);
    expect(shown.at(-1)).toBe("249");
    expect(stage.app.store.state.timelines.get(general_id)?.has_older).toBe(true);
  });

  test.each(["rate_limited", "busy", "unavailable"] as const)(
    "a server that says %s is asked again, and nothing on screen is given up",
    async (code) => {
      const stage = await stageInChat();
      stage.bridge.lose();
      await settled();
      sayUnheard(stage, "four");
      stage.chat.instead["sync.catch_up"] = () => {
        throw new ChatError(code, "Not just now.", 5_000);
      };
      await stage.timers.pass(1_000);
      expect(texts(stage)).toEqual(["one", "two", "three"]);
      delete stage.chat.instead["sync.catch_up"];
      await stage.timers.pass(3_900);
      expect(texts(stage)).toEqual(["one", "two", "three"]);
      await stage.timers.pass(1_100);
      expect(texts(stage)).toEqual(["one", "two", "three", "four"]);
      expect(stage.app.store.state.connection).toEqual({ stage: "up" });
      const position = { channel_id: general_id, rev: 3, from_seq: 1 };
      const asked = { channels: [position] };
      expect(stage.bridge.heard("sync.catch_up")).toEqual([{ channels: [] }, asked, asked]);
    },
  );

  test("a wait that outlasts its connection asks nothing over the next one", async () => {
    const stage = await stageInChat();
    stage.bridge.lose();
    await settled();
    stage.chat.instead["sync.catch_up"] = () => {
      throw new ChatError("unavailable", "Not just now.", 5_000);
    };
    await stage.timers.pass(1_000);
    stage.bridge.lose();
    await settled();
    delete stage.chat.instead["sync.catch_up"];
    await stage.timers.pass(10_000);
    expect(stage.app.store.state.connection).toEqual({ stage: "up" });
    expect(stage.bridge.heard("sync.catch_up")).toHaveLength(3);
  });

  test("more than a page behind, one question brings it all", async () => {
    const stage = await stageInChat();
    stage.bridge.lose();
    await settled();
    sayUnheard(stage, ...Array.from({ length: 150 }, (_, number) => `${number}`));
    await stage.timers.pass(1_000);
    expect(texts(stage)).toHaveLength(153);
    expect(stage.bridge.heard("message.history")).toHaveLength(1);
    expect(stage.bridge.heard("sync.catch_up")).toEqual([
      { channels: [] },
      { channels: [{ channel_id: general_id, rev: 3, from_seq: 1 }] },
    ]);
  });

  test("waits longer and longer, and not at all when asked to try now", async () => {
    const stage = await stageInChat();
    stage.timers.chance = 1;
    stage.bridge.dial = () => ({ type: "down", code: "refused" });
    stage.bridge.lose();
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      await settled();
      const { connection } = stage.app.store.state;
      if (connection.stage !== "waiting") throw new Error(connection.stage);
      const wait_ms = connection.retry_at_ms - stage.timers.now_ms();
      waits.push(wait_ms);
      await stage.timers.pass(wait_ms);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    stage.bridge.dial = () => ({ type: "up" });
    stage.app.keeper.tryNow();
    await settled();
    expect(stage.app.store.state.connection.stage).toBe("up");
  });

  test("one notification tells of all that was missed elsewhere", async () => {
    const stage = await stageInChat((chat) => chat.data.channel("garden"));
    openChannel(stage.app, 2);
    stage.bridge.lose();
    await settled();
    sayUnheard(stage, "four", "five", "six");
    expect(stage.bridge.posted("notify")).toEqual([]);
    await stage.timers.pass(1_000);
    expect(stage.bridge.posted("notify")).toMatchObject([
      { title: "3 new messages", body: "While you were away, in #general", channel_id: general_id },
    ]);
  });

  test("a session that has ended leads to the sign-in screen with the reason, and the token is forgotten", async () => {
    const stage = await stageInChat();
    stage.chat.instead["session.resume"] = () => {
      throw new ChatError("session_ended", "The session was ended. Please log in again.");
    };
    stage.bridge.lose();
    await stage.timers.pass(1_000);
    const { screen, sign_in, me } = stage.app.store.state;
    expect({ screen, me }).toEqual({ screen: "sign_in", me: null });
    expect(sign_in.problem).toEqual({ field: "form", text: "The session was ended. Please log in again." });
    expect(stage.bridge.posted("remember").at(-1)).toMatchObject({ username: "ana", token: null });
    const dials = stage.bridge.posted("dial").length;
    await stage.timers.pass(120_000);
    expect(stage.bridge.posted("dial")).toHaveLength(dials);
  });

  test("so does a server that closes and wants no more tries", async () => {
    const stage = await stageInChat();
    const message = "The session was ended. Please log in again.";
    stage.bridge.tell({
      type: "connection.closing",
      body: { reason: "session_ended", message, retry: false },
    });
    stage.bridge.lose();
    await settled();
    expect(stage.app.store.state.sign_in.problem?.text).toBe(message);
  });

  test("a changed certificate is asked about, and accepting it goes on with the same session", async () => {
    const stage = await stageInChat();
    stage.bridge.dial = ({ trust }) =>
      trust === "AA" ? { type: "up" } : { type: "untrusted", fingerprint: "AA", pinned: "BB" };
    stage.bridge.lose();
    await stage.timers.pass(1_000);
    expect(stage.app.store.state.trust).toMatchObject({ fingerprint: "AA", pinned: "BB" });
    stage.app.trust.answer(true);
    await settled();
    expect(stage.app.store.state).toMatchObject({ trust: null, screen: "chat", connection: { stage: "up" } });
  });
});

describe("what was written", () => {
  test("while away is shown at once and goes out, in order, after the login", async () => {
    const stage = await stageInChat();
    stage.bridge.lose();
    await settled();
    for (const text of ["first", "second"]) sendMessage(stage.app, general_id, "text", text);
    expect(texts(stage).slice(3)).toEqual(["(first)", "(second)"]);
    sayUnheard(stage, "meanwhile");
    await stage.timers.pass(1_000);
    expect(texts(stage).slice(3)).toEqual(["meanwhile", "first", "second"]);
  });

  test("and whose answer was lost goes out again with the same nonce, and is there once", async () => {
    const stage = await stageInChat();
    stage.bridge.hold = true;
    sendMessage(stage.app, general_id, "text", "hello?");
    await settled();
    const { nonce } = stage.bridge.heard("message.send")[0] as { nonce: string };
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    // The server has it, but the connection ends before it can say so.
    stage.bridge.dropDue();
    stage.bridge.hold = false;
    stage.bridge.lose();
    await settled();
    expect(texts(stage)).toEqual(["one", "two", "three", "(hello?)"]);
    await stage.timers.pass(1_000);
    expect(texts(stage)).toEqual(["one", "two", "three", "hello?"]);
    const sent = stage.bridge.heard("message.send") as { nonce: string }[];
    expect(sent.map((body) => body.nonce)).toEqual(sent.map(() => nonce));
  });
});

test("a hole in the live stream asks for the missing part", async () => {
  const stage = await stageInChat();
  const [, , third] = sayUnheard(stage, "four", "five", "six");
  if (third === undefined) throw new Error("nothing said");
  stage.bridge.tell({ type: "message.created", body: { message: third } });
  await settled();
  expect(texts(stage)).toEqual(["one", "two", "three", "four", "five", "six"]);
  expect(stage.bridge.heard("sync.catch_up").at(-1)).toEqual({
    channels: [{ channel_id: general_id, rev: 3, from_seq: 1 }],
  });
});

test("a hole is asked for again when the server could not tell just then, once it can", async () => {
  const stage = await stageInChat();
  const [, second] = sayUnheard(stage, "four", "five");
  if (second === undefined) throw new Error("nothing said");
  stage.chat.instead["sync.catch_up"] = () => {
    throw new ChatError("unavailable", "Not just now.", 5_000);
  };
  stage.bridge.tell({ type: "message.created", body: { message: second } });
  await settled();
  delete stage.chat.instead["sync.catch_up"];
  expect(texts(stage)).not.toContain("four");
  await stage.timers.pass(5_000);
  expect(texts(stage)).toEqual(["one", "two", "three", "four", "five"]);
});
