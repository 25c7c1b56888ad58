import type { Page } from "playwright-core";

import { ChatError } from "../../src/protocol/errors.ts";
import { busyStreet } from "./page-casts.ts";
import { unsent } from "./page-outbox.ts";
import { type Scene, stays } from "./page-scene.ts";
import type { PageServer } from "./page-server.ts";

const old_print =
  "3F:A1:09:CC:5E:72:B8:14:90:DD:E6:21:7A:44:0B:C3:58:F2:96:1D:AE:37:80:65:CB:19:F4:02:8D:E1:5A:B7";
const new_print =
  "8C:17:E2:5D:41:B9:0A:F6:3E:98:C4:72:1B:D5:60:AF:29:84:7C:E3:16:5B:F0:9D:42:C8:31:AE:67:0D:B5:94";

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

/** Before one is in the chat. */
export const signInScenes: Record<string, Scene> = {
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
    host: { ...stays, waiting: unsent, dial: () => ({ type: "down", code: "unreachable" }) },
    act: (page) => page.getByText("Trying again in").waitFor(),
  },
};
