import type { FoundServer, Hosting } from "../../src/protocol/bridge-hosting.ts";
import type { HostCommand } from "../../src/protocol/bridge.ts";
import { busyStreet } from "./page-casts.ts";
import type { PageHostOptions } from "./page-host.ts";
import { type Scene, showSidebar, stays } from "./page-scene.ts";
import { PageServer } from "./page-server.ts";

const certificate = Array(32).fill("3F").join(":");

const found = (name: string, host: string, more: Partial<FoundServer> = {}): FoundServer => ({
  id: "704a48ec-0da7-41e2-b009-1cccac1959e5",
  name,
  version: "0.1.0",
  host,
  port: 5050,
  tls: true,
  certificate,
  is_here: false,
  ...more,
});

export const at_home = found("Familie Käse & Brot", "192.168.1.20");

const nearby = [
  at_home,
  found("Game night, every second Friday at eight", "192.168.1.31", { port: 5052, is_here: true }),
  found("workshop", "192.168.1.40", { tls: false, certificate: null }),
  found("مدرسة", "192.168.1.41"),
];

export const hosted: Extract<Hosting, { state: "on" }> = {
  state: "on",
  name: "The Millers",
  folder: "/home/ana/.config/chat/server",
  server: { host: "127.0.0.1", port: 5050, tls: true },
  usual_port: 5050,
  server_id: "704a48ec-0da7-41e2-b009-1cccac1959e5",
  certificate,
  web_port: 5051,
  started_at_ms: Date.now() - 7_200_000,
  hosts: ["192.168.1.20", "10.8.0.2", "fd12:3456:789a::20"],
};

const failed: Hosting = {
  state: "failed",
  name: "The Millers",
  folder: "/home/ana/.config/chat/server",
  problem: "ended",
  text: "The database /home/ana/.config/chat/server/chat_data.db is of a newer version of chat. Use that version.",
  log: ["09:41:00.104 info  stopping signal=SIGTERM", "09:41:00.120 info  stopped"],
};

const off: Hosting = { state: "off", name: "The Millers", folder: hosted.folder, usual_port: 5050 };

/** A computer on which nothing runs until it is started, and then until it is stopped. */
export function hostingAt(after_start: Hosting = hosted, at_first: Hosting = { state: "none" }) {
  let now = at_first;
  return ({ type }: HostCommand): Hosting | undefined => {
    if (type === "ready") now = at_first;
    if (type === "hosting.start") now = after_start;
    if (type === "hosting.stop") now = off;
    return type.startsWith("hosting.") || type === "ready" ? now : undefined;
  };
}

export const first_start: PageHostOptions = {
  is_first: true,
  sign_in: { username: "", token: null },
  nearby,
  hosting: hostingAt(),
};

const open = (...buttons: (string | RegExp)[]): Scene["act"] =>
  async function act(page) {
    for (const name of buttons) await page.getByRole("button", { name }).click();
  };

/** A server on which nobody is but ana, who runs it. */
function alone(): PageServer {
  const chat = new PageServer("ana");
  const general = chat.data.channel("general", "General discussion");
  chat.data.say(general, chat.me, "Is anybody here?");
  return chat;
}

const inviteDialog: Scene["act"] = async (page) => {
  await page.locator("#composer").waitFor();
  await showSidebar(page);
  await page.locator(".server-open").click();
  await page.getByRole("menuitem", { name: "Invite people" }).click();
  await page.getByRole("dialog").waitFor();
};

const hostDialog: Scene["act"] = async (page) => {
  await page.locator("#composer").waitFor();
  await showSidebar(page);
  await page.locator(".server-open").click();
  await page.getByRole("menuitem", { name: "Your server" }).click();
  await page.getByRole("dialog").waitFor();
};

/** The first steps, and one's own server. */
export const startScenes: Record<string, Scene> = {
  welcome: { chat: busyStreet, host: first_start, act: (page) => page.getByText("near you").waitFor() },
  "join-nearby": { chat: busyStreet, host: first_start, act: open(/^Join/) },
  "join-nobody": { chat: busyStreet, host: { ...first_start, nearby: [] }, act: open(/^Join/, "Continue") },
  "join-form": { chat: busyStreet, host: first_start, act: open(/^Join/, /Käse/, "Advanced") },
  "host-name": { chat: busyStreet, host: first_start, act: open(/^Host/) },
  "host-starting": {
    chat: busyStreet,
    host: { is_first: true, hosting: ({ type }) => (type === "hosting.ask" ? { state: "none" } : undefined) },
    act: open(/^Host/, "Start the server"),
  },
  "host-failed": {
    chat: busyStreet,
    host: { ...first_start, hosting: hostingAt(failed) },
    act: open(/^Host/, "Start the server"),
  },
  "host-runs": {
    chat: busyStreet,
    host: { ...first_start, hosting: hostingAt() },
    act: open(/^Host/, "Start the server"),
  },
  invite: {
    chat: busyStreet,
    host: { ...stays, hosting: hostingAt(hosted, hosted) },
    act: inviteDialog,
  },
  "invite-here": {
    chat: busyStreet,
    host: { ...stays, sign_in: { ...stays.sign_in, server: { host: "localhost", port: 5050, tls: true } } },
    act: inviteDialog,
  },
  "invite-alone": {
    chat: alone,
    host: { ...stays, hosting: hostingAt(hosted, hosted) },
    act: (page) => page.getByRole("button", { name: "Invite people" }).waitFor(),
  },
  "hosting-dialog": {
    chat: busyStreet,
    host: { ...stays, hosting: hostingAt(hosted, hosted) },
    act: hostDialog,
  },
};
