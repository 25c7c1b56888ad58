import { BrowserHost, type TabParts } from "../../src/client/browser-host.ts";

export const page_html =
  "<!doctype html><title>chat</title><style>p {}</style><script>let a = 1;</script><body>page";

interface Tab {
  parts: TabParts;
  commands: unknown[];
  is_closed: boolean;
  /** Its host needs that long to close. */
  is_tidy: Promise<void>;
}

const hosts: BrowserHost[] = [];

/** For after each test. */
export async function closeHosts(): Promise<void> {
  for (const host of hosts.splice(0)) await host.close();
}

const idle = { open: () => {}, pause: () => {}, resume: () => {} };
export function browserHost(tabs_gone_ms?: number, is_tidy = Promise.resolve()) {
  const tabs: Tab[] = [];
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const host = new BrowserHost({
    page_html,
    tabs_gone_ms,
    createHost(parts) {
      const tab: Tab = { parts, commands: [], is_closed: false, is_tidy };
      tabs.push(tab);
      return {
        receive(command) {
          tab.commands.push(command);
          change();
        },
        ...idle,
        async close() {
          tab.is_closed = true;
          change();
          await tab.is_tidy;
        },
      };
    },
  });
  hosts.push(host);
  const until = async (is_so: () => boolean) => {
    while (!is_so()) await changed.promise;
  };
  return { host, tabs, until, origin: host.access.origin };
}

export const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers, redirect: "manual" });

/** Follows the link as a browser would; the cookie that it now sends. */
export async function follow(host: BrowserHost): Promise<string> {
  const response = await get(host.access.link);
  const [cookie] = (response.headers.get("set-cookie") ?? "").split(";");
  return cookie ?? "";
}

/** The browser's own types do not know that Bun lets one choose the headers. */
export const dial = (host: BrowserHost, headers: Record<string, string>) =>
  new WebSocket(`ws://127.0.0.1:${host.access.port}/bridge`, { headers } as unknown as string[]);

export async function opened(socket: WebSocket): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.addEventListener("open", () => resolve(true));
  socket.addEventListener("error", () => resolve(false));
  socket.addEventListener("close", () => resolve(false));
  return await promise;
}
