import { afterEach, describe, expect, test } from "bun:test";

import { inlineHashes } from "../../src/client/browser-headers.ts";
import { browserHost, closeHosts, dial, follow, get, opened, page_html } from "./browser-host-stage.ts";

afterEach(closeHosts);

describe("the link", () => {
  test("opens the page once, in the browser that followed it first", async () => {
    const { host, origin } = browserHost();
    const first = await get(host.access.link);
    expect(first.status).toBe(303);
    expect(first.headers.get("location")).toBe("/");
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");

    const page = await get(origin, { cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toBe(page_html);

    const second = await get(host.access.link);
    expect(second.status).toBe(403);
    expect(await second.text()).toContain("works once");
    expect((await get(host.access.link, { cookie })).status).toBe(303);
  });

  test("a browser that only looks ahead does not use it up", async () => {
    const { host } = browserHost();
    expect((await get(host.access.link, { "sec-purpose": "prefetch" })).status).toBe(403);
    expect((await get(host.access.link)).status).toBe(303);
  });

  test.each(["", "wrong", "x".repeat(43)])("a wrong secret (%s) opens nothing", async (secret) => {
    const { host, origin } = browserHost();
    expect((await get(`${origin}/open/${secret}`)).status).toBe(403);
    expect((await get(host.access.link)).status).toBe(303);
  });

  test("two programs have different secrets", () => {
    const [a, b] = [browserHost(), browserHost()];
    expect(a.host.access.secret).not.toBe(b.host.access.secret);
    expect(a.host.access.secret.length).toBeGreaterThanOrEqual(43);
  });
});

describe("the page", () => {
  test("needs the cookie", async () => {
    const { host, origin } = browserHost();
    const cookie = await follow(host);
    expect((await get(origin)).status).toBe(403);
    expect((await get(origin, { cookie: `${cookie}x` })).status).toBe(403);
    expect((await get(origin, { cookie: cookie.replace(/=.*/, "=") })).status).toBe(403);
    expect((await get(origin, { cookie: `other=1; ${cookie}` })).status).toBe(200);
  });

  test("is served only under its own name, so that no page elsewhere can make its name lead here", async () => {
    const { host, origin } = browserHost();
    const cookie = await follow(host);
    for (const name of [
      "ana.example",
      `localhost:${host.access.port}`,
      "127.0.0.1",
      `[::1]:${host.access.port}`,
    ])
      expect((await get(origin, { cookie, host: name })).status).toBe(403);
    expect((await get(origin, { cookie, host: `127.0.0.1:${host.access.port}` })).status).toBe(200);
  });

  test("may run its own script and talk to us, nothing else", async () => {
    const { host, origin } = browserHost();
    const { headers } = await get(origin, { cookie: await follow(host) });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`script-src ${inlineHashes(page_html, "script")}`);
    expect(policy).toContain(`style-src ${inlineHashes(page_html, "style")}`);
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain(`connect-src ws://127.0.0.1:${host.access.port}`);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("there is nothing else", async () => {
    const { host, origin } = browserHost();
    const cookie = await follow(host);
    expect((await get(`${origin}/other`, { cookie })).status).toBe(404);
    expect((await fetch(origin, { method: "POST", headers: { cookie } })).status).toBe(405);
    expect((await get(`${origin}/bridge`, { cookie, origin })).status).toBe(426);
  });
});

describe("the bridge", () => {
  test("carries commands and messages", async () => {
    const { host, tabs, until, origin } = browserHost();
    const socket = dial(host, { cookie: await follow(host), origin });
    expect(await opened(socket)).toBe(true);
    socket.send(JSON.stringify({ type: "ready" }));
    await until(() => tabs[0]?.commands.length === 1);
    expect(tabs[0]?.commands).toEqual([{ type: "ready" }]);
    const heard = new Promise((resolve) =>
      socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data)))),
    );
    tabs[0]?.parts.post({ type: "notification.clicked", part: 1, channel_id: 3 });
    expect(await heard).toEqual([{ type: "notification.clicked", part: 1, channel_id: 3 }]);
  });

  test("what is no JSON reaches the host as no command", async () => {
    const { host, tabs, until, origin } = browserHost();
    const socket = dial(host, { cookie: await follow(host), origin });
    await opened(socket);
    socket.send("{");
    socket.send(new Uint8Array([1]));
    await until(() => tabs[0]?.commands.length === 2);
    expect(tabs[0]?.commands).toEqual([undefined, undefined]);
  });

  test("needs cookie, origin and host", async () => {
    const { host, tabs, origin } = browserHost();
    const cookie = await follow(host);
    const refused = [
      { origin },
      { cookie },
      { cookie: "chat=1", origin },
      { cookie, origin: "http://ana.example" },
      { cookie, origin: "null" },
      { cookie, origin, host: `ana.example:${host.access.port}` },
    ];
    for (const headers of refused)
      expect(await opened(dial(host, headers as Record<string, string>))).toBe(false);
    expect(tabs).toEqual([]);
    expect(await opened(dial(host, { cookie, origin }))).toBe(true);
  });

  test("each tab has a host of its own, which ends with it", async () => {
    const { host, tabs, until, origin } = browserHost();
    const headers = { cookie: await follow(host), origin };
    const [first, second] = [dial(host, headers), dial(host, headers)];
    await opened(first);
    await opened(second);
    expect(tabs).toHaveLength(2);
    first.close();
    await until(() => tabs.some((tab) => tab.is_closed));
    expect(tabs.filter((tab) => tab.is_closed)).toHaveLength(1);
  });
});
