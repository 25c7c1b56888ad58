import type { Page } from "playwright-core";

import { ChatError } from "../../src/protocol/errors.ts";
import { busyStreet, emptyChannel, manyMembers, oddTexts } from "./page-casts.ts";
import type { PageHost, PageHostOptions } from "./page-host.ts";
import type { PageServer } from "./page-server.ts";

/** One state of the page: who is there, and what is done to come to it. */
export interface Scene {
  chat: () => PageServer;
  host?: PageHostOptions;
  act: (page: Page, host: PageHost) => Promise<unknown>;
  sizes?: readonly (readonly [number, number])[];
}

const token = "5".repeat(64);
const stays: PageHostOptions = {
  sign_in: { username: "ana", token, server: { host: "192.168.1.20", port: 5050, tls: true } },
};
const old_print =
  "3F:A1:09:CC:5E:72:B8:14:90:DD:E6:21:7A:44:0B:C3:58:F2:96:1D:AE:37:80:65:CB:19:F4:02:8D:E1:5A:B7";
const new_print =
  "8C:17:E2:5D:41:B9:0A:F6:3E:98:C4:72:1B:D5:60:AF:29:84:7C:E3:16:5B:F0:9D:42:C8:31:AE:67:0D:B5:94";

const inChat = async (page: Page) => {
  await page.getByRole("textbox", { name: /^Message/ }).waitFor();
  await page.getByTestId("channel-start").or(page.getByTestId("message").first()).first().waitFor();
};
const fill = async (page: Page, username: string, password: string) => {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
};
const logIn = async (page: Page) => {
  await fill(page, "ana", "correct horse");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
};
const refuse = (code: "wrong_credentials" | "busy", text: string, wait_ms?: number): PageServer => {
  const chat = busyStreet();
  chat.instead["session.login"] = () => {
    throw new ChatError(code, text, wait_ms);
  };
  return chat;
};

export const scenes: Record<string, Scene> = {
  "sign-in-first-start": { chat: busyStreet, act: (page) => page.getByLabel("Username").waitFor() },
  "sign-in-register": {
    chat: busyStreet,
    async act(page) {
      await page.getByRole("button", { name: "Create an account" }).click();
      await fill(page, "ana maria!", "abc");
      await page.getByLabel("Username").focus();
    },
  },
  "sign-in-wrong-password": {
    chat: () => refuse("wrong_credentials", "Invalid username or password."),
    async act(page) {
      await logIn(page);
      await page.getByText("Wrong username or password.").waitFor();
    },
  },
  "sign-in-busy": {
    chat: () => refuse("busy", "Too many logins.", 60_000),
    async act(page) {
      await logIn(page);
      await page.getByText("You are next").waitFor();
    },
  },
  "sign-in-server-away": {
    chat: busyStreet,
    host: { dial: () => ({ type: "down", code: "refused" }) },
    async act(page) {
      await logIn(page);
      await page.getByText("Nobody answers").waitFor();
    },
  },
  "sign-in-not-tls": {
    chat: busyStreet,
    host: { dial: () => ({ type: "down", code: "not_tls" }) },
    async act(page) {
      await logIn(page);
      await page.getByText("does not use TLS").waitFor();
    },
  },
  "trust-first": {
    chat: busyStreet,
    host: { dial: () => ({ type: "untrusted", fingerprint: new_print, pinned: null }) },
    async act(page) {
      await logIn(page);
      await page.getByRole("dialog").waitFor();
    },
  },
  "trust-changed": {
    chat: busyStreet,
    host: { dial: () => ({ type: "untrusted", fingerprint: new_print, pinned: old_print }) },
    async act(page) {
      await logIn(page);
      await page.getByRole("dialog").waitFor();
    },
  },
  connecting: {
    chat: busyStreet,
    host: { ...stays, dial: () => undefined },
    act: (page) => page.getByText("Connecting").waitFor(),
  },
  "connecting-away": {
    chat: busyStreet,
    host: { ...stays, dial: () => ({ type: "down", code: "unreachable" }) },
    act: (page) => page.getByText("Trying again in").waitFor(),
  },
  "chat-general": { chat: busyStreet, host: stays, act: inChat },
  "chat-loading": {
    chat() {
      const chat = busyStreet();
      chat.instead["message.history"] = () => undefined;
      chat.instead["member.list"] = () => undefined;
      return chat;
    },
    host: stays,
    act: (page) => page.getByLabel("Loading messages").waitFor(),
  },
  "chat-empty": { chat: emptyChannel, host: stays, act: inChat },
  "chat-direct": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await page.getByTestId("dm-list").getByRole("button", { name: "ben" }).click();
      await page.getByText("the blue ones").waitFor();
    },
  },
  "chat-odd-texts": { chat: oddTexts, host: stays, act: inChat },
  "chat-thousand": {
    chat: manyMembers,
    host: stays,
    async act(page) {
      await inChat(page);
      await page.getByText("Online — 3").waitFor();
    },
  },
  "chat-scrolled-up": {
    chat: busyStreet,
    host: stays,
    async act(page, host) {
      await inChat(page);
      await page.getByRole("log").hover();
      await page.mouse.wheel(0, -700);
      const { chat } = host;
      const general = [...chat.data.channels.values()].find(({ name }) => name === "general");
      if (general === undefined) return;
      for (const text of ["Anyone up for a walk later?", "The rain has stopped."]) {
        const message = chat.data.say(general, chat.data.person("ben"), text, { read: false });
        host.tell({ type: "message.created", body: { message } });
      }
      await page.getByText("2 new messages").waitFor();
    },
  },
  "chat-reconnecting": {
    chat: busyStreet,
    host: stays,
    async act(page, host) {
      await inChat(page);
      host.dial = () => ({ type: "down", code: "refused" });
      host.lose();
      await page.getByText("Reconnecting in").waitFor();
      await page.getByRole("textbox").fill("I will bring the ladder back tonight");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox").fill("and the");
    },
  },
  "chat-failed": {
    chat() {
      const chat = busyStreet();
      chat.instead["message.send"] = () => {
        throw new ChatError("forbidden", "You are not a member of this channel any more.");
      };
      return chat;
    },
    host: stays,
    async act(page) {
      await inChat(page);
      await page.getByRole("textbox").fill("Can anyone lend me a drill?");
      await page.keyboard.press("Enter");
      await page.getByText("Not sent").waitFor();
    },
  },
  "chat-unknown-command": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await page.getByRole("textbox").fill("/qiut");
      await page.keyboard.press("Enter");
      await page.getByText("Did you mean").waitFor();
    },
  },
  "chat-long-draft": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await page
        .getByRole("textbox")
        .fill(`${"A long thought, written with care. ".repeat(56)}\nAnd a second line.`);
    },
  },
  "chat-create-channel": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await page.getByRole("button", { name: "Create channel" }).click();
      await page.getByLabel("Name").fill("Book club!");
    },
  },
  "chat-help": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await page.getByRole("button", { name: "Help" }).click();
    },
  },
  "host-gone": {
    chat: busyStreet,
    host: stays,
    async act(page, host) {
      await inChat(page);
      await host.stop();
      await page.getByText("chat has ended").waitFor();
    },
  },
};
