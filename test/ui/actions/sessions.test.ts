import { describe, expect, test } from "bun:test";

import { changePassword, endOtherSessions, endSession, loadSessions } from "../../../ui/actions/sessions.ts";
import { stageInChat } from "../../support/page-app.ts";
import { device } from "../../support/page-people.ts";
import { settled } from "../../support/page-timers.ts";

async function stage() {
  const stage = await stageInChat((chat) => {
    chat.people.sessions.push(device(2, "Firefox on Windows", 0), device(3, "Window on macOS", 5));
  });
  await loadSessions(stage.app);
  const ids = () => stage.app.store.state.sessions?.map(({ session_id }) => session_id);
  return { ...stage, ids };
}

describe("one's devices", () => {
  test("are listed, and ended one by one or all but this", async () => {
    const { app, ids } = await stage();
    expect(ids()).toEqual([1, 2, 3]);
    await endSession(app, 3);
    expect(ids()).toEqual([1, 2]);
    await endOtherSessions(app);
    expect(ids()).toEqual([1]);
  });

  test("one that was ended elsewhere goes from the list", async () => {
    const { bridge, ids } = await stage();
    bridge.tell({ type: "session.ended", body: { session_id: 2 } });
    await settled();
    expect(ids()).toEqual([1, 3]);
  });

  test("a new password ends the others", async () => {
    const { app, ids } = await stage();
    await expect(changePassword(app, "wrong", "another one")).rejects.toThrow("not your present password");
    expect(ids()).toEqual([1, 2, 3]);
    expect(await changePassword(app, "correct horse", "another one")).toBe(2);
    expect(ids()).toEqual([1]);
  });
});

test("when this session is ended elsewhere, the sign-in screen says so and the token is forgotten", async () => {
  const { app, bridge } = await stageInChat();
  const body = { reason: "session_ended", message: "The session was ended.", retry: false } as const;
  bridge.tell({ type: "connection.closing", body });
  bridge.lose();
  await settled();
  expect(app.store.state.screen).toBe("sign_in");
  expect(app.store.state.sign_in.problem).toEqual({ field: "form", text: "The session was ended." });
  expect(bridge.posted("remember").at(-1)).toMatchObject({ token: null });
});

test("a server that goes down on purpose is tried again when it said, not sooner and not later", async () => {
  const { app, bridge, timers } = await stageInChat();
  timers.chance = 0;
  const reason = { reason: "server_closing", message: "The server is shutting down.", retry: true } as const;
  bridge.tell({ type: "connection.closing", body: { ...reason, retry_after_ms: 4_000 } });
  bridge.lose();
  await timers.pass(3_999);
  expect(bridge.posted("dial")).toHaveLength(1);
  expect(app.store.state.connection).toMatchObject({ why: "The server is shutting down." });
  await timers.pass(1);
  expect(bridge.posted("dial")).toHaveLength(2);
  expect(app.store.state.connection).toEqual({ stage: "up" });
});
