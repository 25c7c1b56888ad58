import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { isAddressed, isSameOrigin } from "../../src/transport/web-origin.ts";
import { FrameSocket } from "../support/frame-socket.ts";
import { startLocalServer, test_page } from "../support/local-server.ts";
import { WebFraming } from "../support/web-framing.ts";

let server: Awaited<ReturnType<typeof startLocalServer>>;
let origin = "";
beforeAll(async () => {
  server = await startLocalServer();
  origin = `http://127.0.0.1:${server.web_port}`;
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${origin}${path}`, init);

describe("the page", () => {
  test("comes with a policy that lets it speak to its own host and do nothing else", async () => {
    const { status, headers } = await get("/");
    expect(status).toBe(200);
    const policy = headers.get("content-security-policy")?.split("; ") ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(
      `connect-src 'self' ws://127.0.0.1:${server.web_port} wss://127.0.0.1:${server.web_port}`,
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toContain("unsafe");
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("has its policy in the header alone, and knows who serves it", async () => {
    const html = await (await get("/")).text();
    expect(html).not.toContain("Content-Security-Policy");
    expect(html).toContain('<meta name="served-by" content="test">');
    expect(html).toContain('<link rel="manifest"');
    expect(test_page).not.toContain("manifest");
  });

  test.each(["br", "gzip"])("is compressed with %s, and is the same", async (encoding) => {
    const plain = await (await get("/", { headers: { "accept-encoding": "identity" } })).text();
    const asked = { headers: { "accept-encoding": `zstd, ${encoding};q=0.5` } };
    const { headers } = await get("/", asked);
    expect(headers.get("content-encoding")).toBe(encoding);
    expect(headers.get("vary")).toBe("Accept-Encoding");
    expect(await (await get("/", asked)).text()).toBe(plain);
  });

  test("is not compressed for who refuses that", async () => {
    const { headers } = await get("/", { headers: { "accept-encoding": "br;q=0, gzip; q=0.0" } });
    expect(headers.get("content-encoding")).toBeNull();
  });

  test("does not come again to who has it", async () => {
    const { headers } = await get("/");
    const tag = headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]+"$/);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await get("/", { headers: { "if-none-match": known } });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    }
    expect((await get("/", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("can be asked for by HEAD", async () => {
    const asked = await get("/", { method: "HEAD" });
    expect([asked.status, await asked.text()]).toEqual([200, ""]);
  });
});

describe("what stands around it", () => {
  test("a manifest", async () => {
    const asked = await get("/manifest.webmanifest");
    expect(asked.headers.get("content-type")).toBe("application/manifest+json");
    expect(await asked.json()).toMatchObject({ name: "chat", start_url: "/", display: "standalone" });
  });

  test("a sign of life", async () => {
    expect(await (await get("/healthz")).text()).toBe("ok\n");
  });

  test.each([
    ["/nothing", "GET", 404, "There is nothing here."],
    ["/%2e%2e/etc/passwd", "GET", 404, "There is nothing here."],
    ["/__proto__", "GET", 404, "There is nothing here."],
    ["/", "POST", 405, "GET and HEAD"],
    ["/socket", "DELETE", 405, "GET and HEAD"],
  ])("%s by %s: %d, in words", async (path, method, status, says) => {
    const asked = await get(path, { method });
    expect(asked.status).toBe(status);
    expect(await asked.text()).toContain(says);
    if (status === 405) expect(asked.headers.get("allow")).toBe("GET, HEAD");
  });

  test.each(["/", "/manifest.webmanifest", "/healthz", "/nothing"])(
    "every answer says what browsers must not do: %s",
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    },
  );
});

describe("the name a browser asks for", () => {
  test.each(["evil.example", "evil.example:5051", "127.0.0.1.evil.example", "user@127.0.0.1", ""])(
    "without TLS %p is turned away, also for a WebSocket",
    async (host) => {
      for (const path of ["/", "/socket"]) {
        const { status } = await get(path, { headers: { host, origin: `http://${host}` } });
        expect([400, 421]).toContain(status);
      }
    },
  );

  test.each(["127.0.0.1", "192.168.1.20:5051", "[::1]:5051", "localhost:1", "chat.localhost", "Chat-Box:9"])(
    "%p is this server",
    async (host) => {
      expect((await get("/", { headers: { host } })).status).toBe(200);
    },
  );

  test.each(["127.0.0.1:99999", "999.1.1.1", "[::::]"])(
    "%p has the form of an address and is none: counted, refused, and no fault of the server",
    async (host) => {
      using taken = spyOn(server.context.addresses, "takeRequest");
      for (const path of ["/", "/socket"]) {
        const { status } = await get(path, { headers: { host, origin: `http://${host}` } });
        expect(status).toBe(400);
      }
      expect(taken).toHaveBeenCalledTimes(2);
      expect(server.context.log.entries.filter(({ event }) => event === "web_failed")).toEqual([]);
    },
  );

  test("whoever is turned away is counted", async () => {
    using taken = spyOn(server.context.addresses, "takeRequest");
    await get("/", { headers: { host: "evil.example" } });
    await get("/", { method: "POST" });
    await get("/socket", { headers: { origin: "http://evil.example" } });
    await get("/socket", { headers: { origin } });
    expect(taken).toHaveBeenCalledTimes(4);
    taken.mockReturnValue(5_000);
    for (const host of ["evil.example", "127.0.0.1:99999"]) {
      const { status, headers } = await get("/", { headers: { host } });
      expect([status, headers.get("retry-after")]).toEqual([429, "5"]);
    }
  });

  test("with TLS the certificate decides", () => {
    const names = { is_checked_by_tls: true, names: [] };
    expect(isAddressed("chat.example:8443", names)).toBe(true);
    for (const host of [null, "", "a b", "a/b", "a:b", "a@b", ".a", "a."])
      expect(isAddressed(host, names)).toBe(false);
  });
});

describe("a WebSocket", () => {
  test.each([
    ["http://a:1", "a:1", true],
    ["https://a:1", "A:1", true],
    ["https://a", "a:443", true],
    ["https://a", "a", true],
    ["http://a:2", "a:1", false],
    ["http://b:1", "a:1", false],
    ["http://a", "a:443", false],
    ["null", "a:1", false],
    [null, "a:1", false],
    ["file://a:1", "a:1", false],
    ["http://a:1.evil", "a:1", false],
  ])("from %p to %p: %p", (from, host, is_same) => {
    expect(isSameOrigin(from, host)).toBe(is_same);
  });

  test("is given to nobody else's page", async () => {
    for (const from of ["http://evil.example", "null", undefined]) {
      const headers = { upgrade: "websocket", connection: "Upgrade", ...(from && { origin: from }) };
      const asked = await get("/socket", { headers });
      expect([asked.status, await asked.text()]).toEqual([
        403,
        "Only the page of this server may connect here.\n",
      ]);
    }
  });

  test("is not what a plain GET gets", async () => {
    expect((await get("/socket", { headers: { origin } })).status).toBe(426);
  });

  test("speaks no protocol 1", async () => {
    using peer = await FrameSocket.connect(server.address(true));
    peer.sendFrame({ type: "auth_register", username: "ana", password: "secret" });
    expect(await peer.nextFrame()).toMatchObject({ body: { reason: "bad_frame" } });
    await peer.closed;
  });

  test("takes no text", async () => {
    using peer = await FrameSocket.connect(server.address(true));
    peer.writeRaw(new WebFraming().message(Buffer.from("{}"), 1));
    expect(await peer.nextFrame()).toMatchObject({ body: { reason: "bad_frame" } });
    await peer.closed;
  });

  test("carries many frames in one message, and ends by 1009 at one that is too large", async () => {
    using peer = await FrameSocket.connect(server.address(true));
    const ping = encodeFrame({ id: 1, type: "ping" });
    const many = Buffer.concat(Array.from({ length: 64 }, () => ping));
    peer.sendFrame({ id: 0, type: "hello", body: { protocol: 2, client: { name: "t", version: "1" } } });
    peer.write(many);
    for (let count = 0; count < 65; count++) await peer.nextFrame();
    peer.write(new Uint8Array(limits.web_message_bytes_max + 1));
    await peer.closed;
    expect(peer.close_code).toBe(1_009);
  });
});
