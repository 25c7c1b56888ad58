import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import { friends } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

/** A device that logs in under a label. */
async function device(server: TestServer, label: string): Promise<PeerV2 & { session_id: number }> {
  const peer = new PeerV2();
  await peer.open(server);
  await peer.request("hello", { protocol: 2, client: { name: "test", version: "1" }, device: label });
  const reply = await peer.request("session.login", { username: "ana", password: some_password });
  return Object.assign(peer, reply);
}

/** It is told why within a second, and then closed. */
async function expectEnded(peer: PeerV2): Promise<void> {
  const began_ms = performance.now();
  expect(await peer.next("connection.closing")).toMatchObject({ reason: "session_ended", retry: false });
  await peer.closed;
  expect(performance.now() - began_ms).toBeLessThan(1_000);
}

const ended = { code: "session_ended" };

test("one sees all one's devices, which is this one and which are connected, and nobody else's", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  using laptop = await device(server, "laptop");
  const phone = await device(server, "phone");
  await phone.hangUp();
  await people.ana.hangUp();
  const { sessions } = await laptop.request("session.list", {});
  expect(sessions).toMatchObject([
    { session_id: phone.session_id, device: "phone", is_current: false, is_connected: false },
    { session_id: laptop.session_id, device: "laptop", is_current: true, is_connected: true },
    { device: "", is_current: false, is_connected: false },
  ]);
  for (const { created_at_ms, last_used_at_ms } of sessions)
    expect(last_used_at_ms).toBeGreaterThanOrEqual(created_at_ms);
  expect((await people.ben.request("session.list", {})).sessions.length).toBe(1);
});

test("who logs in again and again without an end keeps the latest sessions, and the oldest is told of its end", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const registered = (await people.ana.request("session.list", {})).sessions.length;
  expect(registered).toBe(1);
  for (let at = 1; at < limits.sessions_per_user_max; at++)
    await (await PeerV2.login(server, "ana")).hangUp();
  expect((await people.ana.request("session.list", {})).sessions.length).toBe(limits.sessions_per_user_max);
  using latest = await PeerV2.login(server, "ana");
  await expectEnded(people.ana);
  expect((await latest.request("session.list", {})).sessions.length).toBe(limits.sessions_per_user_max);
});

test("an ended session's connections close within a second, and its token is worth nothing", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  using laptop = await device(server, "laptop");
  using phone = await device(server, "phone");
  using phone_too = await PeerV2.resume(server, phone.token);
  await laptop.request("session.end", { session_id: phone.session_id });
  await Promise.all([expectEnded(phone), expectEnded(phone_too)]);
  expect(await laptop.next("session.ended")).toEqual({ session_id: phone.session_id });
  await expect(PeerV2.resume(server, phone.token)).rejects.toMatchObject(ended);
  await laptop.say(general, "still here");
  expect((await people.ana.next("message.created")).message.content).toBe("still here");
});

test("ending one's own session is logging out: it is answered, and the connection may log in again", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { ana } = people;
  const own = (await ana.request("session.list", {})).sessions.find(({ is_current }) => is_current);
  expect(await ana.request("session.end", { session_id: own?.session_id ?? 0 })).toEqual({});
  await expect(PeerV2.resume(server, ana.token)).rejects.toMatchObject(ended);
  await ana.request("session.login", { username: "ana", password: some_password });
});

test("ending all others leaves this one", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  using laptop = await device(server, "laptop");
  using phone = await device(server, "phone");
  expect(await laptop.request("session.end_others", {})).toEqual({ ended: 2 });
  await Promise.all([expectEnded(phone), expectEnded(people.ana)]);
  expect((await laptop.request("session.list", {})).sessions).toMatchObject([{ device: "laptop" }]);
  await expect(PeerV2.resume(server, people.ana.token)).rejects.toMatchObject(ended);
  await people.ben.request("ping", {});
});

test("a session of another user cannot be ended, nor told from one that is not there", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const [theirs] = (await ana.request("session.list", {})).sessions;
  const attempt = (session_id: number) => ben.request("session.end", { session_id });
  const refused = { code: "not_found", message: "That session has ended already." };
  await expect(attempt(theirs?.session_id ?? 0)).rejects.toMatchObject(refused);
  await expect(attempt(99_999)).rejects.toMatchObject(refused);
  await ana.request("ping", {});
  using again = await PeerV2.resume(server, ana.token);
  expect(again.user.username).toBe("ana");
});

test("a new password ends the other sessions; from then on the old one is wrong", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  using laptop = await device(server, "laptop");
  const change = (password: string, new_password: string) =>
    laptop.request("password.change", { password, new_password });
  await expect(change("wrong one", "new horse")).rejects.toMatchObject({ code: "wrong_credentials" });
  await expect(change(some_password, "short")).rejects.toMatchObject({ code: "invalid" });
  await people.ana.request("ping", {}); // neither ended anything

  expect(await change(some_password, "new horse")).toEqual({ ended: 1 });
  await expectEnded(people.ana);
  await laptop.request("ping", {});
  await expect(PeerV2.login(server, "ana")).rejects.toMatchObject({ code: "wrong_credentials" });
  await expect(PeerV2.resume(server, people.ana.token)).rejects.toMatchObject(ended);
  using again = await PeerV2.login(server, "ana", "new horse");
  expect(again.user).toEqual(people.ana.user);
  expect(server.log()).not.toMatch(/new horse|correct horse/);
});

test("of two new passwords set at once one holds, and that one's session stays", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  using laptop = await device(server, "laptop");
  const set = (peer: PeerV2, new_password: string) =>
    peer.request("password.change", { password: some_password, new_password }).then(
      () => new_password,
      () => undefined,
    );
  const answered = await Promise.any([
    set(people.ana, "the first horse").then((one) => one ?? Promise.reject(new Error("refused"))),
    set(laptop, "the second horse").then((one) => one ?? Promise.reject(new Error("refused"))),
  ]);
  using again = await PeerV2.login(server, "ana", answered);
  expect(again.user.username).toBe("ana");
});

test("a connection of protocol 1 is a device too and can be ended", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  using old = await PeerV1.login(server, "ana");
  expect(await people.ana.request("session.end_others", {})).toEqual({ ended: 1 });
  expect(await old.next("error")).toMatchObject({ code: "session_ended" });
  await old.closed;
});

test("after a logout the token is worth nothing, and the connection may log in again", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { ana } = people;
  await ana.request("session.logout", {});
  await expect(PeerV2.resume(server, ana.token)).rejects.toMatchObject(ended);
  await expect(ana.request("channel.list", {})).rejects.toMatchObject({ code: "not_authenticated" });
  await ana.request("session.login", { username: "ana", password: some_password });
  await ana.say(general, "back");
});
