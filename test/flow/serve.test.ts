import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { friends } from "../support/people.ts";
import { runChat } from "../support/program.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

describe("the start block", () => {
  test("says where, how safe, which database and how to connect", async () => {
    await using server = await startServer({ folder });
    const { start_block, port } = server;
    expect(start_block).toContain(`is listening on 127.0.0.1:${port}\n`);
    expect(start_block).toContain("in the clear");
    expect(start_block).toContain(server.db);
    expect(start_block).toContain(`chat connect 127.0.0.1:${port} --no-tls`);
    expect(start_block).toContain(`in a browser http://127.0.0.1:${server.web_port}\n`);
    expect(start_block).not.toContain("WARNING");
  });

  test("warns loudly when others on the network can read along", async () => {
    await using server = await startServer({ args: ["--host", "0.0.0.0"] });
    expect(server.start_block).toMatch(/WARNING[\s\S]*NOT encrypted[\s\S]*password[\s\S]*message/);
    using ana = await PeerV1.register({ ...address(server), host: "127.0.0.1" }, "ana");
    expect(await ana.say("hi")).toMatchObject({ content: "hi" });
  });

  test("does not warn when the traffic to the network is encrypted", async () => {
    await using server = await startServer({ tls: true, args: ["--host", "0.0.0.0"] });
    expect(server.start_block).not.toContain("WARNING");
    expect(server.start_block).toContain("fingerprint");
  });

  test("writes IPv6 addresses in brackets", async () => {
    await using server = await startServer({ args: ["--host", "::1"] });
    expect(server.start_block).toContain(`listening on [::1]:${server.port}\n`);
    using ana = await PeerV1.register(address(server), "ana");
    expect(await ana.say("hi")).toMatchObject({ content: "hi" });
  });
});

const address = ({ host, port, tls }: { host: string; port: number; tls: boolean }) => ({ host, port, tls });

describe("options", () => {
  interface Given {
    args?: string[];
    env?: Record<string, string>;
  }
  const ways: { way: string; give: (name: string, value: string) => Given }[] = [
    { way: "on the command line", give: (name: string, value: string) => ({ args: [`--${name}`, value] }) },
    { way: "with =", give: (name: string, value: string) => ({ args: [`--${name}=${value}`] }) },
    {
      way: "from the environment",
      give: (name: string, value: string) => ({
        env: { [`CHAT_${name.replaceAll("-", "_").toUpperCase()}`]: value },
      }),
    },
  ];

  test.each(ways)("--db $way", async ({ give }) => {
    await using _server = await startServer({ folder, ...give("db", "of-ours.db") });
    expect((await stat(join(folder, "of-ours.db"))).isFile()).toBe(true);
  });

  test.each(ways)("--session-hours $way", async ({ give }) => {
    await using server = await startServer(give("session-hours", "48"));
    using ana = await PeerV2.connect(server);
    const { expires_at_ms } = await ana.request("session.register", {
      username: "ana",
      password: some_password,
    });
    expect((expires_at_ms - Date.now()) / 3_600_000).toBeCloseTo(48, 1);
  });

  test.each(ways)("--log-format and --log-level $way", async ({ give }) => {
    const [format, level] = [give("log-format", "json"), give("log-level", "warn")];
    await using quiet = await startServer({
      args: [...(format.args ?? []), ...(level.args ?? [])],
      env: { ...format.env, ...level.env },
    });
    expect(await quiet.stop()).toBe(0);
    expect(quiet.log()).toBe("");
    await using server = await startServer(format);
    expect(await server.stop()).toBe(0);
    const lines = server.log().trim().split("\n");
    for (const line of lines) expect(Object.keys(JSON.parse(line) as object)).toContain("event");
    expect(lines.length).toBeGreaterThan(0);
  });

  test("--bcrypt-rounds is the cost of new hashes, in the original's form", async () => {
    await using server = await startServer({ folder, args: ["--bcrypt-rounds", "5"] });
    using _ana = await PeerV1.register(server, "ana");
    await server.stop();
    using database = new Database(server.db, { readonly: true });
    expect(database.query("SELECT password_hash FROM users").values()).toEqual([
      [expect.stringMatching(/^\$2b\$05\$.{53}$/)],
    ]);
  });

  test("--rate-limit is told to clients and kept", async () => {
    await using server = await startServer({ args: ["--rate-limit", "2"] });
    using ana = await PeerV2.connect(server);
    const { limits } = await ana.request("hello", { protocol: 2, client: { name: "t", version: "1" } });
    expect(limits.messages_per_second).toBe(2);
  });

  test("the command line wins over the environment", async () => {
    await using _server = await startServer({
      folder,
      args: ["--db", "named.db"],
      env: { CHAT_DB: "other.db", CHAT_NO_TLS: "0" },
    });
    expect(await readdir(folder)).toContain("named.db");
    expect(await readdir(folder)).not.toContain("other.db");
  });

  test("CHAT_NO_TLS=1 turns TLS off", async () => {
    await using server = await startServer({ tls: true, env: { CHAT_NO_TLS: "1" } });
    expect(server.start_block).toContain("in the clear");
  });

  test.each([
    { args: ["--port", "65536"], says: "--port must be a whole number from 0 to 65535" },
    { args: ["--port", "-1"], says: "--port must be" },
    { args: ["--port", "5050x"], says: '"5050x"' },
    { args: ["--web-port", "70000"], says: "--web-port must be a whole number from 0 to 65535" },
    { args: ["--port", "65535", "--web-port="], says: "--web-port must be" },
    { args: ["--port="], says: "--port must be" },
    { args: ["--port", "6000", "--web-port", "6000"], says: "The page needs a port of its own" },
    { args: ["--web-name", "chat.example.org"], says: "--web-name is for --no-tls" },
    { args: [], env: { CHAT_WEB_NAME: "chat.example.org" }, says: "CHAT_WEB_NAME is for --no-tls" },
    { args: ["--no-tls", "--no-web", "--web-name", "chat.lan"], says: "which --no-web turns off" },
    { args: ["--no-web"], env: { CHAT_WEB_NAME: "chat.lan" }, says: "CHAT_WEB_NAME is for the page" },
    { args: ["--no-tls", "--web-name", "foo lan/"], says: 'without scheme, port or path, not "foo lan/"' },
    { args: ["--no-tls", "--web-name", "chat.lan:80"], says: 'not "chat.lan:80"' },
    { args: ["--no-tls", "--web-name", "a.lan", "--web-name="], says: 'not ""' },
    { args: ["--file-size-max", "20", "--files-total-max", "10"], says: "--files-total-max, which is 10" },
    { args: ["--file-size-max", "2"], env: { CHAT_FILES_TOTAL_MAX: "1" }, says: "CHAT_FILES_TOTAL_MAX" },
    { args: ["--port"], says: "--port needs a value" },
    { args: ["--rate-limit", "-5"], says: "--rate-limit must be" },
    { args: ["--rate-limit", "1.5"], says: "--rate-limit must be" },
    { args: ["--bcrypt-rounds", "3"], says: "from 4 to 15" },
    { args: ["--bcrypt-rounds", "16"], says: "from 4 to 15" },
    { args: ["--session-hours", "0"], says: "--session-hours must be" },
    { args: ["--log-level", "loud"], says: "debug, info, warn, error" },
    { args: ["--log-format", "xml"], says: "pretty, json" },
    { args: ["--db", ""], says: "--db may not be empty" },
    { args: ["--no-tls=1"], says: "--no-tls takes no value" },
    { args: ["--prot", "1"], says: "Did you mean --port" },
    { args: ["-p", "1"], says: "Unknown option: -p" },
    { args: ["chat.db"], says: "Unexpected argument: chat.db" },
    { args: [], env: { CHAT_PORT: "many" }, says: "CHAT_PORT must be" },
    { args: [], env: { CHAT_NO_TLS: "maybe" }, says: "CHAT_NO_TLS must be" },
  ])("$args $env: refused with a sentence, nothing made", async ({ args, env, says }) => {
    const { code, out, err } = await runChat(["serve", ...args], { cwd: folder, ...(env && { env }) });
    expect(err).toContain(says);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("ending", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s: exit code 0, the database and its index are left",
    async (signal) => {
      await using server = await startServer({ folder });
      expect(await server.stop(signal)).toBe(0);
      const left = await readdir(folder);
      expect(left.filter((name) => name !== "chat_data.db-search")).toEqual(["chat_data.db"]);
      await expect(PeerV1.connect(server)).rejects.toThrow();
    },
  );

  test("clients of protocol 2 are told that trying again can help", async () => {
    await using server = await startServer();
    using people = await friends(server, "ana");
    const sent = people.ana.say(1, "last words");
    await people.ana.next("message.created"); // it has been read, so it is answered
    expect(await server.stop()).toBe(0);
    expect(await sent).toMatchObject({ seq: 1 });
    expect(await people.ana.next("connection.closing")).toMatchObject({
      reason: "server_closing",
      retry: true,
    });
    await people.ana.closed;
  });

  test("clients that do not read are not waited for long", async () => {
    await using server = await startServer();
    using ana = await PeerV2.register(server, "ana");
    using _guest = await PeerV1.connect(server);
    using deaf = await PeerV2.register(server, "deaf");
    for (let count = 0; count < 50; count++) await ana.say(1, "x".repeat(2_000));
    deaf.pause();
    // More than the system takes for who reads nothing, and less than the server keeps.
    for (let id = 100; id < 106; id++)
      deaf.sendFrame({ id, type: "message.history", body: { channel_id: 1, limit: 50 } });
    await ana.fence();
    expect(await server.stop()).toBe(0);
    await ana.closed;
  });
});

test("passwords, tokens and what people write are in no log, not even at --log-level debug", async () => {
  await using server = await startServer({ args: ["--log-level", "debug"] });
  using ana = await PeerV1.register(server, "ana");
  await PeerV1.login(server, "ana", "some wrong password").catch(() => {});
  await ana.say("a secret of ours");
  using second = await PeerV2.login(server, "ana");
  await second.hangUp();
  expect(await server.stop()).toBe(0);
  const log = server.log();
  expect(log).not.toBe("");
  for (const secret of [some_password, "some wrong password", "a secret of ours", ana.token, second.token])
    expect(log).not.toContain(secret);
});
