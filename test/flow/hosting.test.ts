import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync, statSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isAlive } from "../../src/client/processes.ts";
import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import { BridgePeer } from "../support/bridge-peer.ts";
import { temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let folder = "";
let server_folder = "";
beforeAll(async () => {
  folder = await temporaryFolder();
  server_folder = join(folder, "config", "chat", "server");
});
afterAll(async () => {
  if (status() !== undefined) await kill();
  await rm(folder, { recursive: true });
});

interface Status {
  process_id: number;
  port: number;
}

/** Ends the server that runs, as a power cut would. */
async function kill(): Promise<Status> {
  const running = status();
  if (running === undefined) throw new Error("no server runs");
  process.kill(running.process_id, "SIGKILL");
  while (isAlive(running.process_id)) await new Promise(setImmediate);
  return running;
}

/** What the server that runs says of itself. */
function status(): Status | undefined {
  const path = join(server_folder, "status.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Status) : undefined;
}

type On = Extract<Hosting, { state: "on" }>;

function asOn(hosting: Hosting): On {
  if (hosting.state !== "on") throw new Error(`it does not run: ${JSON.stringify(hosting)}`);
  return hosting;
}

const start = async (client: BridgePeer, name: string): Promise<On> =>
  asOn((await client.ask({ type: "hosting.start", name }, "hosting")).hosting);

const ask = async (client: BridgePeer): Promise<Hosting> =>
  (await client.ask({ type: "hosting.ask" }, "hosting")).hosting;

test("one's own server: started by a click, trusted without a question, there when the window is closed", async () => {
  let first: On;
  {
    await using client = await BridgePeer.open(folder);
    expect((await client.ask({ type: "ready" }, "started")).is_first).toBe(true);
    expect((await client.next("hosting")).hosting).toEqual({ state: "none" });
    first = await start(client, "  The Käsers ");
    expect(first).toMatchObject({ name: "The Käsers", server: { host: "127.0.0.1", tls: true } });
    client.post({ type: "dial", link: 1, server: first.server });
    expect(await client.next("link.up")).toMatchObject({
      tls: { trust: "pinned", fingerprint: first.certificate },
    });
    expect(statSync(server_folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(server_folder, "chat_data.db")).mode & 0o777).toBe(0o600);
  }
  using ana = await PeerV2.register(first.server, "ana");
  expect(ana.server).toMatchObject({ name: "The Käsers", id: first.server_id });
  await using client = await BridgePeer.open(folder);
  expect(await ask(client)).toEqual(first);
});

test("a server that died is started again with the next window, at the same place, with its data", async () => {
  const { process_id, port } = await kill();
  await using client = await BridgePeer.open(folder);
  client.post({ type: "ready" });
  const again = asOn((await client.next("hosting")).hosting);
  expect(again.server.port).toBe(port);
  expect(status()?.process_id).not.toBe(process_id);
  using _ana = await PeerV2.login(again.server, "ana");
});

test("one that dies while a window is open is started again when that looks for it", async () => {
  await using client = await BridgePeer.open(folder);
  const { server } = asOn((await client.ask({ type: "ready" }, "hosting")).hosting);
  const { process_id } = await kill();
  client.post({ type: "dial", link: 1, server });
  expect(await client.next("link.up")).toMatchObject({ tls: { trust: "pinned" } });
  expect(status()?.process_id).not.toBe(process_id);
});

test("two windows that want it at once start one", async () => {
  await kill();
  await using one = await BridgePeer.open(folder);
  await using other = await BridgePeer.open(folder);
  const [a, b] = await Promise.all([start(one, "The Käsers"), start(other, "The Käsers")]);
  expect(a).toEqual(b);
});

test("told to stop it ends, and no window starts it again", async () => {
  await using client = await BridgePeer.open(folder);
  const { server, usual_port } = asOn(await ask(client));
  const stopped = await client.ask({ type: "hosting.stop" }, "hosting");
  expect(stopped.hosting).toEqual({
    state: "off",
    name: "The Käsers",
    folder: server_folder,
    usual_port,
  });
  expect(status()).toBeUndefined();
  await using next = await BridgePeer.open(folder);
  next.post({ type: "ready" });
  expect((await next.next("hosting")).hosting.state).toBe("off");
  await expect(PeerV2.connect(server)).rejects.toThrow();
});

test("its usual port is taken: it takes another one, and its own again at the next start", async () => {
  await using client = await BridgePeer.open(folder);
  const before = asOn((await client.ask({ type: "hosting.start", name: "The Käsers" }, "hosting")).hosting);
  await client.ask({ type: "hosting.stop" }, "hosting");
  const socket = { open: (each: Bun.Socket) => void each.end(), data: () => {} };
  const taken = Bun.listen({ hostname: "127.0.0.1", port: before.server.port, socket });
  const { server } = await start(client, "The Käsers");
  expect(server.port).not.toBe(before.server.port);
  client.post({ type: "dial", link: 1, server });
  expect(await client.next("link.up")).toMatchObject({ tls: { trust: "pinned" } });
  // An account that knows the usual one finds it too.
  client.post({ type: "dial", link: 2, server: before.server });
  expect(await client.next("link.up", ({ link }) => link === 2)).toMatchObject({ tls: { trust: "pinned" } });
  await client.ask({ type: "hosting.stop" }, "hosting");
  client.post({ type: "dial", link: 3, server: before.server });
  await client.next("link.down", ({ link }) => link === 3);
  taken.stop(true);
  expect((await start(client, "The Käsers")).server.port).toBe(before.server.port);
  await client.ask({ type: "hosting.stop" }, "hosting");
});

test("one that hangs is said to, and can be ended; what was written is there at the next start", async () => {
  await using client = await BridgePeer.open(folder);
  const { server } = await start(client, "The Käsers");
  using ana = await PeerV2.login(server, "ana");
  const channel_id = 1;
  await ana.say(channel_id, "before it hung");
  const process_id = status()?.process_id ?? expect.unreachable();
  process.kill(process_id, "SIGSTOP");
  expect(await ask(client)).toMatchObject({ state: "failed", problem: "silent" });
  expect((await client.ask({ type: "hosting.stop" }, "hosting")).hosting.state).toBe("off");
  expect(() => process.kill(process_id, 0)).toThrow("ESRCH");
  const again = await start(client, "The Käsers");
  using later = await PeerV2.login(again.server, "ana");
  const { messages } = await later.request("message.history", { channel_id, limit: 10 });
  expect(messages.map(({ content }) => content)).toContain("before it hung");
  await client.ask({ type: "hosting.stop" }, "hosting");
});

test("a process that has only the number of a dead server is left alone", async () => {
  await using client = await BridgePeer.open(folder);
  await start(client, "The Käsers");
  const running = status() ?? expect.unreachable();
  await using other = Bun.spawn(["sleep", "300"]);
  const path = join(server_folder, "status.json");
  await writeFile(path, JSON.stringify({ ...running, process_id: other.pid }));
  const told = (await client.ask({ type: "hosting.stop" }, "hosting")).hosting;
  expect(told).toMatchObject({ state: "failed", problem: "silent" });
  expect(other.exitCode).toBeNull();
  await writeFile(path, JSON.stringify(running));
  await kill();
  // Nobody answers as a server would at its port, which another program has by now.
  await writeFile(path, JSON.stringify({ ...running, process_id: other.pid }));
  const hostname = "::1";
  using _taken = Bun.listen({ hostname, port: running.port, socket: { data: () => {} } });
  const { server } = await start(client, "The Käsers");
  expect(server.port).not.toBe(running.port);
  expect(other.exitCode).toBeNull();
  expect((await client.ask({ type: "hosting.stop" }, "hosting")).hosting.state).toBe("off");
});

test("what keeps it from running is told, with its own words", async () => {
  await using client = await BridgePeer.open(folder);
  const database = join(server_folder, "chat_data.db");
  await rm(database);
  await mkdir(database);
  const failed = await client.ask({ type: "hosting.start", name: "The Käsers" }, "hosting");
  expect(failed.hosting).toMatchObject({ state: "failed", problem: "ended" });
  expect(failed.hosting).toHaveProperty("text", expect.stringContaining("is a folder, not a database"));
  await client.ask({ type: "hosting.stop" }, "hosting");
});

test("without a place for its data it says so", async () => {
  const other = await temporaryFolder();
  await mkdir(join(other, "config", "chat"), { recursive: true });
  await writeFile(join(other, "config", "chat", "server"), "in the way");
  await using client = await BridgePeer.open(other);
  const { hosting } = await client.ask({ type: "hosting.start", name: "Ours" }, "hosting");
  expect(hosting).toMatchObject({ state: "failed", problem: "no_folder" });
  await chmod(other, 0o700);
  await rm(other, { recursive: true });
});
