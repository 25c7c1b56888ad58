import type { Page } from "playwright-core";

import type { RememberedServer } from "../../src/protocol/bridge.ts";
import { busyStreet } from "./page-casts.ts";
import type { PageHostOptions } from "./page-host.ts";
import { type Scene, showSidebar } from "./page-scene.ts";
import { PageServer } from "./page-server.ts";

const token = "5".repeat(64);
export const street_address = { host: "192.168.1.20", port: 5050, tls: true };

/** An account of ana's, with a token. */
export const remembered = (
  port: number,
  name: string,
  change: Partial<RememberedServer> = {},
): RememberedServer => ({
  server: { ...street_address, port },
  username: "ana",
  name,
  token,
  waiting: [],
  ...change,
});

/** A server of another name, with a channel, ben, and what he wrote. */
export function serverNamed(
  name: string,
  id: string,
  lines: readonly string[] = [],
  read = true,
): PageServer {
  const chat = new PageServer("ana");
  chat.about = { ...chat.about, name, id };
  const general = chat.data.channel("general", `All of ${name}`);
  for (const text of lines) chat.data.say(general, chat.data.person("ben"), text, { read });
  return chat;
}

const many = (): PageHostOptions => {
  const night = serverNamed("Game Night", "game", ["Who brings the dice?", "@ana, will you?"], false);
  for (const channel of night.data.channels.values()) channel.mention_count = 1;
  return {
    sign_in: { username: "ana", token, server: street_address },
    servers: [
      remembered(5050, "Willow Street"),
      remembered(5051, "Game Night"),
      remembered(5052, "Workshop"),
      remembered(5053, "Écoliers de la rue"),
      remembered(5054, "Office"),
      remembered(5055, "Old Club", { token: null, username: "ana_maria" }),
    ],
    others: {
      5051: night,
      5052: serverNamed("Workshop", "workshop", ["The lathe is free."], false),
      5053: serverNamed("Écoliers de la rue", "ecole"),
      5054: serverNamed("Office", "office"),
    },
    dial({ server: { port } }) {
      if (port === 5053) return { type: "down", code: "refused" };
      if (port === 5054) return { type: "untrusted", fingerprint: "8C:".repeat(31) + "17", pinned: null };
      return { type: "up" };
    },
  };
};

const rail = (page: Page) => page.getByRole("navigation", { name: "Servers" });
const whenThere = async (page: Page) => {
  await page.getByRole("log").waitFor();
  await showSidebar(page);
  for (const name of [
    /Game Night.*1 for you/,
    /Workshop.*unread/,
    /rue.*Not connected/,
    /Office.*certificate/,
  ])
    await rail(page).getByRole("button", { name }).waitFor();
};

/** Several servers in one window. */
export const serverScenes: Record<string, Scene> = {
  servers: { chat: busyStreet, host: many(), act: whenThere },
  "servers-menu": {
    chat: busyStreet,
    host: many(),
    async act(page) {
      await whenThere(page);
      await rail(page)
        .getByRole("button", { name: /Workshop/ })
        .click({ button: "right" });
      await page.getByRole("menu").waitFor();
    },
  },
  "servers-add": {
    chat: busyStreet,
    host: many(),
    async act(page) {
      await whenThere(page);
      await rail(page).getByRole("button", { name: "Add a server" }).click();
      await page.getByRole("button", { name: "Join a server" }).waitFor();
    },
  },
  "servers-link": {
    chat: busyStreet,
    host: many(),
    async act(page, host) {
      await whenThere(page);
      const server = { host: "192.168.1.77", port: 5050, tls: true };
      host.send({
        type: "open",
        sign_in: { server, username: "", token: null },
        go_to: "chat://192.168.1.77:5050/general",
      });
      await page.getByLabel("Username").waitFor();
    },
  },
  "servers-away": {
    chat: busyStreet,
    host: many(),
    async act(page) {
      await whenThere(page);
      await rail(page).getByRole("button", { name: /rue/ }).click();
      await page.getByText("Trying again in").waitFor();
    },
  },
  "servers-remove": {
    chat: busyStreet,
    host: many(),
    async act(page) {
      await page.getByRole("log").waitFor();
      await showSidebar(page);
      await rail(page)
        .getByRole("button", { name: /Workshop/ })
        .click({ button: "right" });
      await page.getByRole("menuitem", { name: "Remove server" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  "server-menu": {
    chat: busyStreet,
    host: { sign_in: { username: "ana", token, server: street_address } },
    async act(page) {
      await page.getByRole("log").waitFor();
      await showSidebar(page);
      await page.getByRole("button", { name: /Willow Street/ }).click();
      await page.getByRole("menu").waitFor();
    },
  },
};
