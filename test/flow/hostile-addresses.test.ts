import { describe, expect, test } from "bun:test";

import { ChatError } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import { FrameSocket } from "../support/frame-socket.ts";
import { runChat } from "../support/program.ts";
import { startServer, temporaryFolder, wires } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const counted = ["--limit-loopback"];

const refusalOf = async (work: Promise<unknown>): Promise<ChatError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChatError) return error;
  throw new Error(`no refusal: ${String(error)}`);
};

describe.each(wires)("connections of one address, $wire", ({ tls }) => {
  test("over the limit they are refused, and let in again when one has gone", async () => {
    await using server = await startServer({ tls, args: [...counted, "--connections-per-address", "2"] });
    using ana = await PeerV2.register(server, "ana");
    using ben = await PeerV1.register(server, "ben");
    const refused = new FrameSocket();
    await refused.open(server).catch(() => {}); // over TLS there is not even a handshake
    await refused.closed;
    const told = tls
      ? []
      : [
          { type: "error", code: "too_many_connections" },
          { type: "connection.closing", body: { reason: "too_many_connections", retry: true } },
        ];
    expect(refused.waiting).toMatchObject(told);
    await ana.request("ping", {});
    await ben.hangUp();
    await ana.nextFrame(({ type }) => type === "presence.changed");
    using cleo = await PeerV2.register(server, "cleo");
    expect(cleo.user.username).toBe("cleo");
  });
});

test("without the option this computer's own clients are exempt, and so is a range that is named", async () => {
  for (const args of [[], [...counted, "--exempt", "127.0.0.0/8"]]) {
    await using server = await startServer({ args: [...args, "--connections-per-address", "1"] });
    using ana = await PeerV2.register(server, "ana");
    using ben = await PeerV2.register(server, "ben");
    expect([ana.user.username, ben.user.username]).toEqual(["ana", "ben"]);
  }
});

test("new connections over the limit are refused though none is open", async () => {
  await using server = await startServer({ args: [...counted, "--connections-per-minute", "3"] });
  for (let count = 0; count < 3; count++) {
    using peer = await PeerV2.connect(server);
    await peer.hangUp();
  }
  using refused = await FrameSocket.connect(server);
  await refused.closed;
  const closing = refused.waiting.find(({ type }) => type === "connection.closing");
  expect(closing).toMatchObject({ body: { retry_after_ms: expect.any(Number) } });
});

test("accounts over the limit are refused, and logging in goes on", async () => {
  await using server = await startServer({ args: [...counted, "--registrations-per-hour", "2"] });
  using ana = await PeerV2.register(server, "ana");
  using _ben = await PeerV2.register(server, "ben");
  const refusal = await refusalOf(PeerV2.register(server, "cleo"));
  expect(refusal).toMatchObject({ code: "rate_limited", retry_after_ms: expect.any(Number) });
  using v1 = await PeerV1.connect(server);
  const said = await v1.ask("auth_register", { username: "cleo", password: some_password }, "auth_result");
  expect(said).toMatchObject({ success: false, error: expect.stringMatching(/accounts.+30 minutes/) });
  using again = await PeerV2.login(server, "ana");
  expect(again.user).toEqual(ana.user);
});

describe("guessing a password", () => {
  const guess = (peer: PeerV2, username: string) =>
    refusalOf(peer.request("session.login", { username, password: "wrong password" }));

  test("gets slower in both protocols, the owner gets in by token, and then by password", async () => {
    await using server = await startServer({ args: counted });
    using ana = await PeerV2.register(server, "ana");
    using mallory = await PeerV2.connect(server);
    for (let count = 0; count < limits.login_failures_free_of_known; count++)
      expect(await guess(mallory, "ana")).toMatchObject({ code: "wrong_credentials" });
    const refusal = await guess(mallory, "ana");
    expect(refusal).toMatchObject({ code: "rate_limited" });
    expect(refusal.retry_after_ms).toBeWithin(1, 1_001);
    using v1 = await PeerV1.connect(server);
    const said = await v1.ask("auth_login", { username: "ana", password: some_password }, "auth_result");
    expect(said).toMatchObject({ success: false, error: expect.stringMatching(/failed logins.+ s\.$/) });
    using resumed = await PeerV2.resume(server, ana.token);
    expect(resumed.user).toEqual(ana.user);
  });

  test("of a name that nobody has is told apart by nothing", async () => {
    await using server = await startServer({ args: counted });
    using mallory = await PeerV2.connect(server);
    for (let count = 0; count < limits.login_failures_free_of_account; count++)
      expect(await guess(mallory, "nobody")).toMatchObject({ code: "wrong_credentials" });
    expect(await guess(mallory, "Nobody")).toMatchObject({ code: "rate_limited" });
    expect(await guess(mallory, "somebody")).toMatchObject({ code: "wrong_credentials" });
  });

  test("of one's own, to change it, counts as well", async () => {
    await using server = await startServer({ args: counted });
    using ana = await PeerV2.register(server, "ana");
    const change = () => refusalOf(ana.request("password.change", { password: "x", new_password: "654321" }));
    for (let count = 0; count < limits.login_failures_free_of_known; count++)
      expect(await change()).toMatchObject({ code: "wrong_credentials" });
    expect(await change()).toMatchObject({ code: "rate_limited" });
  });
});

test("a range that is none is refused before anything is made", async () => {
  const folder = await temporaryFolder();
  const { code, err } = await runChat(["serve", "--port", "0", "--exempt", "10.0.0.0/99"], { cwd: folder });
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('not "10.0.0.0/99"') });
  expect(await Array.fromAsync(new Bun.Glob("*").scan(folder))).toEqual([]);
});
