import { describe, expect, test } from "bun:test";

import type { HostMessage } from "../../../src/protocol/bridge.ts";
import { ChatError } from "../../../src/protocol/errors.ts";
import { readPreferences } from "../../../src/protocol/preferences.ts";
import { receiveHostMessage } from "../../../ui/actions/host.ts";
import { cancelSignIn, setSignIn, signIn } from "../../../ui/actions/sign-in.ts";
import { logOut } from "../../../ui/actions/sign-out.ts";
import { stageAtSignIn, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

const ana = { username: " ana ", password: "correct horse", stay: true };
const token = "5".repeat(64);

describe("logging in", () => {
  test("shows general and remembers the token for the next start", async () => {
    const { app, bridge } = stageAtSignIn();
    await signIn(app, ana);
    expect(bridge.heard("session.login")).toEqual([{ username: "ana", password: "correct horse" }]);
    expect(app.store.state).toMatchObject({
      screen: "chat",
      open_channel_id: 1,
      connection: { stage: "up" },
    });
    expect(bridge.posted("remember")).toMatchObject([{ username: "ana", token, stay: true }]);
  });

  test("a server is called what it says on one line, without what turns or hides it, and not at any length", async () => {
    const { app, chat } = stageAtSignIn();
    chat.about = { ...chat.about, name: `\u202eWillow\nana, bank.example\u200b${"x".repeat(500)}` };
    await signIn(app, ana);
    const name = `Willow ana, bank.example ${"x".repeat(15)}`;
    expect(app.store.state).toMatchObject({ server: { name }, account: { name } });
    const nameless = stageAtSignIn();
    nameless.chat.about = { ...chat.about, name: "\u200b\n" };
    await signIn(nameless.app, ana);
    expect(nameless.app.store.state.server?.name).toBe("chat");
  });

  test("has the token remembered for this page only when one does not want to stay signed in", async () => {
    const { app, bridge } = stageAtSignIn();
    await signIn(app, { ...ana, stay: false });
    expect(bridge.posted("remember")).toMatchObject([{ username: "ana", token, stay: false }]);
  });

  test("a wrong password is said next to the field, and the connection is not kept", async () => {
    const { app, bridge, chat } = stageAtSignIn();
    chat.instead["session.login"] = () => {
      throw new ChatError("wrong_credentials", "Invalid username or password.");
    };
    await signIn(app, ana);
    expect(app.store.state.sign_in).toMatchObject({
      busy: false,
      problem: { field: "password", text: "Wrong username or password." },
    });
    expect(app.link.is_up).toBe(false);
    expect(bridge.posted("remember")).toEqual([]);
  });

  test("a busy server is waited for", async () => {
    const { app, chat, timers } = stageAtSignIn();
    chat.instead["session.login"] = () => {
      throw new ChatError("busy", "Too many logins.", 2_000);
    };
    const done = signIn(app, ana);
    await settled();
    expect(app.store.state.sign_in.progress).toContain("You are next");
    delete chat.instead["session.login"];
    await timers.pass(2_000);
    await done;
    expect(app.store.state.screen).toBe("chat");
  });

  test("a server that is away opens the Advanced part and says where", async () => {
    const { app, bridge } = stageAtSignIn();
    bridge.dial = () => ({ type: "down", code: "refused" });
    await signIn(app, ana);
    expect(app.store.state.sign_in).toMatchObject({
      advanced: true,
      problem: { field: "server", text: "Nobody answers at 127.0.0.1:5050. Is the server running there?" },
    });
  });

  test("cancelled while it connects, nothing is said and a late answer changes nothing", async () => {
    const { app, bridge } = stageAtSignIn();
    bridge.hold = true;
    const done = signIn(app, ana);
    await settled();
    expect(app.store.state.sign_in.busy).toBe(true);
    cancelSignIn(app);
    bridge.hold = false;
    bridge.deliver();
    await done;
    expect(app.store.state.sign_in).toMatchObject({ busy: false, problem: null });
    expect(app.store.state.screen).toBe("sign_in");
  });
});

test.each(["cancelled", "cut off"])(
  "%s while the outbox is read, nobody is left in a dead chat",
  async (how) => {
    const { app, bridge, timers } = stageAtSignIn();
    bridge.outbox.is_mute = true;
    const done = signIn(app, ana);
    await settled();
    const [{ account } = expect.unreachable()] = bridge.posted("outbox.load");
    if (how === "cancelled") cancelSignIn(app);
    else bridge.lose();
    await settled();
    bridge.outbox.is_mute = false;
    receiveHostMessage(app.servers, { type: "outbox.loaded", account, messages: [] });
    await done;
    expect(app.store.state.screen).toBe("sign_in");
    await timers.pass(60_000);
    await signIn(app, ana);
    expect(app.store.state).toMatchObject({ screen: "chat", connection: { stage: "up" } });
  },
);

test("what is said while one is still coming in is on screen then, and no notification", async () => {
  const { app, bridge, chat } = stageAtSignIn((made) => made.data.channel("garden"));
  bridge.outbox.is_mute = true;
  const done = signIn(app, ana);
  await settled();
  const [{ account } = expect.unreachable()] = bridge.posted("outbox.load");
  for (const channel of chat.data.channels.values()) {
    const message = chat.data.say(channel, chat.data.person("ben"), "all aboard", { read: false });
    bridge.tell({ type: "message.created", body: { message } });
  }
  await settled();
  receiveHostMessage(app.servers, { type: "outbox.loaded", account, messages: [] });
  await done;
  await settled();
  expect(bridge.posted("notify")).toEqual([]);
  const { open_channel_id, timelines, channels } = app.store.state;
  expect(timelines.get(open_channel_id ?? 0)?.messages.at(-1)?.content).toBe("all aboard");
  expect(channels.get(2)).toMatchObject({ last_seq: 1, read_seq: 0 });
});

describe("registering", () => {
  test("rules are said before anything is sent", async () => {
    const { app, bridge } = stageAtSignIn();
    setSignIn(app, { mode: "register" });
    await signIn(app, { ...ana, username: "a!" });
    expect(app.store.state.sign_in.problem?.field).toBe("username");
    await signIn(app, { ...ana, password: "abc" });
    expect(app.store.state.sign_in.problem?.field).toBe("password");
    expect(bridge.posted("dial")).toEqual([]);
  });

  test("a taken name is said next to the field", async () => {
    const { app, chat } = stageAtSignIn();
    setSignIn(app, { mode: "register" });
    chat.instead["session.register"] = () => {
      throw new ChatError("exists", "Username already taken.");
    };
    await signIn(app, ana);
    expect(app.store.state.sign_in.problem).toEqual({ field: "username", text: "This username is taken." });
  });
});

describe("a certificate nobody vouches for", () => {
  test("accepted, the login goes on", async () => {
    const { app, bridge } = stageAtSignIn();
    bridge.dial = ({ trust }) =>
      trust === undefined ? { type: "untrusted", fingerprint: "AA", pinned: null } : { type: "up" };
    const done = signIn(app, ana);
    await settled();
    expect(app.store.state.trust).toMatchObject({ fingerprint: "AA", pinned: null });
    app.trust.answer(true);
    await done;
    expect(bridge.posted("dial").map(({ trust }) => trust)).toEqual([undefined, "AA"]);
    expect(app.store.state).toMatchObject({ trust: null, screen: "chat" });
  });

  test("refused, the form is back and no password was sent", async () => {
    const { app, bridge } = stageAtSignIn();
    bridge.dial = () => ({ type: "untrusted", fingerprint: "AA", pinned: null });
    const done = signIn(app, ana);
    await settled();
    app.trust.answer(false);
    await done;
    expect(app.store.state.sign_in).toMatchObject({ busy: false, problem: null });
    expect(bridge.posted("send")).toEqual([]);
  });
});

describe("the next start", () => {
  const started = (kept: string | null) =>
    ({
      type: "started",
      place: "window",
      version: "0.1.0",
      sign_in: { server: { host: "10.0.0.5", port: 6000, tls: true }, username: "ana", token: kept },
      waiting: [],
      servers: [],
      go_to: null,
      preferences: readPreferences({}),
    }) satisfies HostMessage;

  test("with a token goes straight into the chat", async () => {
    const { app, bridge } = stageAtSignIn();
    receiveHostMessage(app.servers, started(token));
    expect(app.store.state.screen).toBe("connecting");
    await settled();
    expect(app.store.state).toMatchObject({ screen: "chat", me: { username: "ana" } });
    expect(bridge.posted("dial")[0]?.server.host).toBe("10.0.0.5");
    expect(bridge.posted("notify")).toEqual([]);
  });

  test("with one that is worth nothing any more shows the form, with the reason", async () => {
    const { app, chat } = stageAtSignIn();
    chat.instead["session.resume"] = () => {
      throw new ChatError("session_ended", "Please log in again.");
    };
    receiveHostMessage(app.servers, started(token));
    await settled();
    expect(app.store.state).toMatchObject({ screen: "sign_in", sign_in: { username: "ana" } });
    expect(app.store.state.sign_in.problem?.text).toBe("Please log in again.");
  });

  test("without one shows the form filled in", () => {
    const { app } = stageAtSignIn();
    receiveHostMessage(app.servers, started(null));
    expect(app.store.state).toMatchObject({ host: "there", screen: "sign_in", sign_in: { username: "ana" } });
  });

  test("while the server is away goes on trying", async () => {
    const { app, bridge, timers } = stageAtSignIn();
    bridge.dial = () => ({ type: "down", code: "unreachable" });
    receiveHostMessage(app.servers, started(token));
    await settled();
    expect(app.store.state).toMatchObject({ screen: "connecting", connection: { stage: "waiting" } });
    bridge.dial = () => ({ type: "up" });
    await timers.pass(30_000);
    expect(app.store.state.screen).toBe("chat");
  });
});

test("logging out ends the session, forgets the token and everything on screen", async () => {
  const { app, bridge } = await stageInChat();
  await logOut(app);
  expect(bridge.heard("session.logout")).toHaveLength(1);
  expect(bridge.posted("remember").at(-1)).toMatchObject({ token: null });
  expect(app.store.state).toMatchObject({ screen: "sign_in", me: null, server: null });
  expect(app.store.state.channels.size + app.store.state.timelines.size).toBe(0);
});
