import { describe, expect, test } from "bun:test";

import { serveOptions, webPortOf } from "../../src/cli/options.ts";
import { parseOptions } from "../../src/cli/parse.ts";
import { limits } from "../../src/protocol/limits.ts";
import { FrameSocket } from "../support/frame-socket.ts";
import { runChat } from "../support/program.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const page = async (port: number, scheme = "http", headers = {}): Promise<number> => {
  const tls = { rejectUnauthorized: false };
  return (await fetch(`${scheme}://127.0.0.1:${port}/`, { headers, tls })).status;
};

describe("where the page is", () => {
  test("one port above the other, unless told otherwise", async () => {
    const port_of = (...args: string[]) => webPortOf(parseOptions(serveOptions, args, {}).values);
    expect(port_of("--port", "6000")).toBe(6_001);
    expect(port_of("--port", "0")).toBe(0);
    expect(port_of("--web-port", "8443")).toBe(8_443);
    expect(port_of("--no-web")).toBeUndefined();
  });

  test("--no-web: nowhere, and all else works", async () => {
    await using server = await startServer({ args: ["--no-web"] });
    expect(server.start_block).not.toContain("browser");
    expect(server.web_port).toBe(0);
    using ana = await PeerV2.register(server, "ana");
    expect(ana.user.username).toBe("ana");
  });

  test("no port lies above the last one: says so", async () => {
    const { code, err } = await runChat(["serve", "--port", "65535"], { cwd: "/tmp" });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("name one with --web-port") });
  });
});

test("the page is encrypted like all else, with the same certificate", async () => {
  await using server = await startServer({ tls: true });
  expect(server.start_block).toContain(`in a browser https://127.0.0.1:${server.web_port}\n`);
  expect(await page(server.web_port, "https")).toBe(200);
  await expect(page(server.web_port)).rejects.toThrow();
  using ana = await PeerV2.register({ ...server, port: server.web_port, web: true }, "ana");
  using ben = await PeerV2.register(server, "ben");
  const [{ id = 0 } = {}] = (await ben.request("channel.list", {})).channels;
  await ana.say(id, "over the page's port");
  expect((await ben.next("message.created")).message.content).toBe("over the page's port");
});

test("--web-name: also by that name", async () => {
  await using server = await startServer({ args: ["--web-name", "Chat.example.org"] });
  expect(await page(server.web_port, "http", { host: "chat.example.org" })).toBe(200);
  expect(await page(server.web_port, "http", { host: "other.example.org" })).toBe(421);
});

test("the executable has the icons within", async () => {
  await using server = await startServer();
  const origin = `http://127.0.0.1:${server.web_port}`;
  const { icons } = (await (await fetch(`${origin}/manifest.webmanifest`)).json()) as {
    icons: { src: string; type: string }[];
  };
  expect(icons.length).toBeGreaterThan(2);
  for (const { src, type } of icons) {
    const icon = await fetch(`${origin}${src}`);
    expect([icon.status, icon.headers.get("content-type")]).toEqual([200, type]);
    const start = new TextDecoder("latin1").decode(await icon.bytes()).slice(0, 4);
    expect(start).toBe(type === "image/png" ? "‰PNG" : "<svg");
  }
});

test("an address's connections are counted over both ports, and the page is told why it gets none", async () => {
  await using server = await startServer({ args: ["--limit-loopback", "--connections-per-address", "2"] });
  const web = { ...server, port: server.web_port, web: true };
  using ana = await PeerV2.register(server, "ana");
  using ben = await PeerV2.register(web, "ben");
  const tells = (status: string) =>
    ana.nextFrame(({ type, body }) => type === "presence.changed" && JSON.stringify(body).includes(status));
  await tells('"ben","status":"online"');
  using refused = await FrameSocket.connect(web);
  await refused.closed;
  expect(refused.waiting.at(-1)).toMatchObject({
    type: "connection.closing",
    body: { reason: "too_many_connections", retry: true, retry_after_ms: expect.any(Number) },
  });
  await ben.hangUp();
  await tells('"ben","status":"offline"');
  using cleo = await PeerV2.register(web, "cleo");
  expect(cleo.user.username).toBe("cleo");
});

test("an address that asks for too much is told when to come back; its connections go on", async () => {
  await using server = await startServer({ args: ["--limit-loopback", "--connections-per-minute", "2"] });
  using ana = await PeerV2.register({ ...server, port: server.web_port, web: true }, "ana");
  const each = 2 * limits.web_requests_per_connection;
  for (let count = 0; count < each; count++) expect(await page(server.web_port)).toBe(200);
  const refused = await fetch(`http://127.0.0.1:${server.web_port}/`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  await ana.request("ping", {});
  using ben = await PeerV2.register({ ...server, port: server.web_port, web: true }, "ben");
  expect(ben.user.username).toBe("ben");
});
