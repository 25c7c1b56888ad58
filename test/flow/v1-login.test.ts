import { beforeAll, describe, expect, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { openStore } from "../../src/store/sqlite/open-store.ts";
import { silentLog } from "../store/silent-log.ts";
import { friendsV1, newName } from "../support/people.ts";
import { startServer, temporaryFolder, wires } from "../support/server.ts";
import { sharedServer } from "../support/shared-server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = { id: expect.any(Number), name: "general", description: "General discussion" };

describe.each(wires)("logging in, $wire", ({ tls }) => {
  test("brings the result, the channels and general, in this order", async () => {
    await using server = await startServer({ tls });
    using ana = await PeerV1.connect(server);
    ana.send("auth_register", { username: "Ana_1", password: some_password });
    const token = expect.stringMatching(/^[0-9a-f]{64}$/);
    const users = [{ username: "Ana_1", status: "online" }];
    expect(await ana.take(3)).toEqual([
      { type: "auth_result", success: true, token, username: "Ana_1" },
      { type: "channel_info", channels: [general] },
      { type: "channel_joined", channel: "general", history: [], users },
    ]);
    expect(await ana.fence()).toEqual([]);
  });

  test("is told to those in general by user_joined and status_change, to the others by status_change", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana", "ben");
    people.ben.send("channel_leave", { channel: "general" });
    expect(await people.ana.take(1)).toEqual([{ type: "user_left", channel: "general", username: "ben" }]);
    using cid = await PeerV1.register(server, "cid");
    await cid.fence();
    expect(await people.ana.take(2)).toEqual([
      { type: "user_joined", channel: "general", username: "cid" },
      { type: "status_change", username: "cid", status: "online" },
    ]);
    expect(await people.ben.fence()).toEqual([{ type: "status_change", username: "cid", status: "online" }]);
  });

  test("ignores case and gives the spelling of the registration", async () => {
    await using server = await startServer({ tls });
    await PeerV1.register(server, "AnaMaria").then((peer) => peer.hangUp());
    using again = await PeerV1.login(server, " anaMARIA ");
    expect(again.username).toBe("AnaMaria");
  });
});

describe("names and passwords", () => {
  const refused = (error: unknown) => ({ type: "auth_result", success: false, error });
  const a_sentence = expect.stringMatching(/^[A-Z].+\.$/);
  const server = sharedServer();

  test.each([
    { what: "no name", username: undefined, password: some_password },
    { what: "an empty name", username: "", password: some_password },
    { what: "a blank name", username: "     ", password: some_password },
    { what: "2 characters", username: "an", password: some_password },
    { what: "21 characters", username: "a".repeat(21), password: some_password },
    { what: "a hyphen", username: "ana-maria", password: some_password },
    { what: "a space within", username: "ana maria", password: some_password },
    { what: "an accent", username: "añadir", password: some_password },
    { what: "another script", username: "анна", password: some_password },
    { what: "a letter that only looks like k", username: "\u212Aelvin", password: some_password },
    { what: "a line break", username: "ana\nben", password: some_password },
    { what: "a number", username: 12345, password: some_password },
    { what: "null", username: null, password: some_password },
    { what: "an object", username: { $ne: "" }, password: some_password },
    { what: "no password", username: "anabel", password: undefined },
    { what: "a password of 5 characters", username: "anabel", password: "12345" },
    { what: "a password that is a number", username: "anabel", password: 12345678 },
    { what: "an array for a password", username: "anabel", password: ["correct horse"] },
  ])("registering with $what is refused with a sentence", async ({ username, password }) => {
    using ana = await PeerV1.connect(server);
    expect(await ana.ask("auth_register", { username, password }, "auth_result")).toEqual(
      refused(a_sentence),
    );
    const retry = await ana.ask(
      "auth_register",
      { username: newName(), password: some_password },
      "auth_result",
    );
    expect(retry).toMatchObject({ success: true });
  });

  test.each([
    { what: "3 characters", username: "a_1", password: some_password, as: "a_1" },
    { what: "20 characters", username: "A".repeat(20), password: some_password, as: "A".repeat(20) },
    { what: "space around it", username: "  ana\t", password: some_password, as: "ana" },
    { what: "digits only", username: "12345", password: some_password, as: "12345" },
    { what: "a password of 6 characters", username: "abel", password: "123456", as: "abel" },
    { what: "a password of other scripts", username: "belle", password: "пароль密码🔑", as: "belle" },
    { what: "a password of spaces", username: "carla", password: "       ", as: "carla" },
    { what: "a password of 100 bytes", username: "dora", password: "x".repeat(100), as: "dora" },
  ])("registering with $what works, and so does logging in", async ({ username, password, as }) => {
    using ana = await PeerV1.register(server, username, password);
    expect(ana.username).toBe(as);
    using again = await PeerV1.login(server, as.toUpperCase(), password);
    expect(again.username).toBe(as);
    await expect(PeerV1.login(server, as, `${password}!`)).rejects.toThrow("Invalid username or password.");
  });

  test("a name is taken in any case", async () => {
    const username = newName();
    using _first = await PeerV1.register(server, username);
    using other = await PeerV1.connect(server);
    const result = await other.ask(
      "auth_register",
      { username: username.toUpperCase(), password: some_password },
      "auth_result",
    );
    expect(result).toEqual(refused("Username already taken."));
  });

  test("who has a word that names everybody for a name keeps it, and nobody gets another one", async () => {
    const folder = await temporaryFolder();
    const store = await openStore({ path: join(folder, "chat_data.db"), clock: Date, log: silentLog });
    const password_hash = await Bun.password.hash(some_password, { algorithm: "bcrypt", cost: 4 });
    await store.users.create({ username: "here", password_hash, now_ms: 1 });
    await store.close();
    await using server = await startServer({ folder });
    using here = await PeerV1.login(server, "here");
    expect(here.username).toBe("here");
    using guest = await PeerV1.connect(server);
    for (const username of ["All", "here"])
      expect(await guest.ask("auth_register", { username, password: some_password }, "auth_result")).toEqual(
        refused("Username may not be a word that names everybody, such as here."),
      );
    await expect(PeerV2.register(server, "everyone")).rejects.toThrow("a word that names everybody");
    using again = await PeerV2.login(server, "HERE");
    expect(again.user.username).toBe("here");
    await server.stop();
    await rm(folder, { recursive: true });
  });

  test("two who register one name at once: one of them gets it", async () => {
    const username = newName();
    const tries = Array.from({ length: 8 }, () => PeerV1.connect(server));
    const results = await Promise.all(
      tries.map(async (connecting) => {
        using peer = await connecting;
        return await peer.ask("auth_register", { username, password: some_password }, "auth_result");
      }),
    );
    expect(results.filter(({ success }) => success === true)).toHaveLength(1);
    expect(results.filter(({ error }) => error === "Username already taken.")).toHaveLength(7);
  });

  beforeAll(() => PeerV1.register(server, "anna").then((peer) => peer.hangUp()));

  test.each([
    { what: "a wrong password", username: "anna", password: "correct horses" },
    { what: "an unknown name", username: "ben", password: some_password },
    { what: "an impossible name", username: "x", password: some_password },
    { what: "no password", username: "anna", password: undefined },
    { what: "a password that is a number", username: "anna", password: 7 },
    { what: "a name that is an object", username: { a: 1 }, password: some_password },
    { what: "a huge name", username: "a".repeat(5_000), password: some_password },
    { what: "SQL", username: "anna' OR '1'='1", password: "' OR '1'='1" },
  ])(
    "logging in with $what is answered alike, and another try may follow",
    async ({ username, password }) => {
      using ana = await PeerV1.connect(server);
      const result = await ana.ask("auth_login", { username, password }, "auth_result");
      expect(result).toEqual(refused("Invalid username or password."));
      const retry = await ana.ask("auth_login", { username: "anna", password: some_password }, "auth_result");
      expect(retry).toMatchObject({ success: true, username: "anna" });
    },
  );
});

describe("before login", () => {
  const server = sharedServer();

  test.each([
    "channel_join",
    "channel_leave",
    "channel_create",
    "channel_list",
    "user_list",
    "message",
    "action",
    "private_message",
    "no_such_type",
    "constructor",
    "__proto__",
    "",
  ])("%p is answered with not_authenticated", async (type) => {
    using ana = await PeerV1.connect(server);
    const error = { type: "error", code: "not_authenticated", message: "You must log in first." };
    expect(await ana.ask(type, { channel: "general", content: "hi" }, "error")).toEqual(error);
    const result = await ana.ask(
      "auth_register",
      { username: newName(), password: some_password },
      "auth_result",
    );
    expect(result).toMatchObject({ success: true });
  });

  test("nobody hears what a guest says", async () => {
    using people = await friendsV1(server, "ana", "ben");
    using guest = await PeerV1.connect(server);
    await guest.ask("message", { channel: "general", content: "let me in" }, "error");
    await people.ben.say("hello");
    expect(await people.ana.fence()).toMatchObject([{ type: "message", content: "hello" }]);
  });
});

test("a second login on the same connection is refused and changes nothing", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  const result = await people.ana.ask(
    "auth_login",
    { username: "ben", password: some_password },
    "auth_result",
  );
  expect(result).toMatchObject({ success: false });
  expect(await people.ana.say("still me")).toMatchObject({ sender: "ana" });
});
