import { afterEach, describe, expect, test } from "bun:test";

import { browserHost, closeHosts, dial, follow, get, opened } from "./browser-host-stage.ts";

afterEach(closeHosts);

describe("the end", () => {
  test("comes when a tab asks for it", async () => {
    const { host, tabs, origin } = browserHost();
    await opened(dial(host, { cookie: await follow(host), origin }));
    tabs[0]?.parts.quit();
    await host.over;
  });

  test("comes when the last tab has been gone for long, not when it is only reloaded", async () => {
    const { host, tabs, until, origin } = browserHost(500);
    const headers = { cookie: await follow(host), origin };
    let is_over = false;
    void host.over.then(() => (is_over = true));
    const tab = dial(host, headers);
    await opened(tab);
    tab.close();
    await until(() => tabs[0]?.is_closed === true);
    const again = dial(host, headers);
    await opened(again);
    expect(is_over).toBe(false);
    again.close();
    await host.over;
  });

  test("closes every tab and stops serving", async () => {
    const { host, origin } = browserHost();
    const tab = dial(host, { cookie: await follow(host), origin });
    await opened(tab);
    const closed = new Promise((resolve) => tab.addEventListener("close", ({ code }) => resolve(code)));
    void host.close();
    expect(await closed).toBe(1001);
    expect(get(origin)).rejects.toThrow();
  });

  test("waits for the hosts of all tabs, those that have gone before included", async () => {
    const { promise: is_tidy, resolve } = Promise.withResolvers<void>();
    const { host, tabs, until, origin } = browserHost(undefined, is_tidy);
    const headers = { cookie: await follow(host), origin };
    const [gone, open] = [dial(host, headers), dial(host, headers)];
    await opened(gone);
    await opened(open);
    gone.close();
    await until(() => tabs.some((tab) => tab.is_closed));
    let is_over = false;
    const over = host.close().then(() => (is_over = true));
    await until(() => tabs.every((tab) => tab.is_closed));
    await new Promise(setImmediate);
    expect(is_over).toBe(false);
    resolve();
    await over;
  });
});
