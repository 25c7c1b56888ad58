import type { Page } from "playwright-core";

import { ChatError } from "../../src/protocol/errors.ts";
import { busyStreet, emptyChannel, manyMembers, oddTexts } from "./page-casts.ts";
import { type Scene, showMembers, showSidebar, stays } from "./page-scene.ts";

const inChat = async (page: Page) => {
  await page.getByRole("textbox", { name: /^Message/ }).waitFor();
  await page.getByTestId("channel-start").or(page.getByTestId("message").first()).first().waitFor();
};
/** In the chat. */
export const chatScenes: Record<string, Scene> = {
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
  "chat-new-line": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await showSidebar(page);
      await page.getByTestId("dm-list").getByRole("button", { name: "dalia" }).click();
      await page.getByText("New messages").waitFor();
    },
  },
  "chat-notices": {
    chat: busyStreet,
    host: stays,
    async act(page, host) {
      await inChat(page);
      const ivy = { ...host.chat.data.person("ivy"), status: "online", status_text: "" } as const;
      host.tell({ type: "member.joined", body: { channel_id: 1, member: ivy } });
      host.tell({ type: "member.left", body: { channel_id: 1, user: host.chat.data.person("hana") } });
      await page.getByText("hana left").waitFor();
      await page.getByRole("textbox").fill("/me welcomes ivy");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox").fill("Good to have you here");
      await page.keyboard.press("Enter");
      await page.getByText("Good to have you").hover();
    },
  },
  "chat-empty": { chat: emptyChannel, host: stays, act: inChat },
  "chat-direct": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await showSidebar(page);
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
      await showMembers(page);
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
      await page.getByText("Not sent: ").waitFor();
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
      await showSidebar(page);
      await page.getByRole("button", { name: "Create channel" }).click();
      await page.getByLabel("Name").fill("Book club!");
    },
  },
  "chat-help": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await showSidebar(page);
      await page.keyboard.press("Control+/");
    },
  },
  "chat-go-to": {
    chat: busyStreet,
    host: stays,
    async act(page) {
      await inChat(page);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("ga");
      await page.getByRole("option").first().waitFor();
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
