import type { Page } from "playwright-core";

import { ChatError } from "../../src/protocol/errors.ts";
import type { Message } from "../../src/protocol/message.ts";
import { busyStreet } from "./page-casts.ts";
import type { PageHost } from "./page-host.ts";
import { type Scene, showSidebar, stays } from "./page-scene.ts";
import type { PageServer } from "./page-server.ts";

/** What can be done to messages, and what they look like afterwards. */

const find = (chat: PageServer, words: string): Message => {
  const found = [...chat.data.messages.values()].flat().find(({ content }) => content.includes(words));
  if (found === undefined) throw new Error(`nobody said ${words}`);
  return found;
};
const row = (page: Page, words: string) => page.getByTestId("message").filter({ hasText: words });

/** A street whose messages were answered, changed, pinned and deleted. */
function livelyTalk(): PageServer {
  const chat = busyStreet();
  const { data, changes } = chat;
  const general = [...data.channels.values()].find(({ name }) => name === "general");
  if (general === undefined) throw new Error("no general");
  const react = (words: string, emoji: string, ...names: string[]) => {
    for (const name of names) changes.react(find(chat, words).id, data.person(name), emoji, true);
  };
  react("spare washer", "❤️", "ben", "chidi", "dalia");
  react("spare washer", "🙏", "ben");
  react("You are a hero", "😂", "ana", "emre");
  react("Then it is my tap", "👀", "dalia");
  changes.edit(find(chat, "left drawer").id, "It lies on the bench in the shed, right drawer.");
  changes.edit(
    find(chat, "right drawer").id,
    "It lies on the bench in the shed, right drawer, below the hammers.",
  );
  changes.remove(find(chat, "Here too").id);
  changes.pin(find(chat, "Short version").id, chat.me, true, Date.now() - 60_000);
  changes.pin(find(chat, "Count me in").id, chat.me, true);
  const reply = (who: string, words: string, text: string) =>
    data.say(general, data.person(who), text, { reply_to_seq: find(chat, words).seq });
  reply("dalia", "Twelve were just right", "I have asked for fourteen, two always break.");
  reply("ana", "no water", "Is it back?");
  return chat;
}

const scene = (act: (page: Page, host: PageHost) => Promise<unknown>, chat = livelyTalk): Scene => ({
  chat,
  host: stays,
  async act(page, host) {
    await page.getByRole("textbox", { name: /^Message/ }).waitFor();
    await page.getByTestId("message").first().waitFor();
    await act(page, host);
  },
});

async function openMenu(page: Page, words: string) {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "More" }).click();
  return page.getByRole("menu", { name: "Message" });
}

export const messageScenes: Record<string, Scene> = {
  "message-lively": scene((page) => row(page, "Is it back").waitFor()),
  "message-toolbar": scene(async (page) => {
    await row(page, "It lies on the bench").hover();
    await page.getByRole("toolbar", { name: "Message actions" }).waitFor();
  }),
  "message-reactors": scene(async (page) => {
    await page.getByRole("button", { name: "heart, 3" }).hover();
    await page.getByRole("tooltip").waitFor();
  }),
  "message-menu": scene(async (page) => {
    await (await openMenu(page, "It lies on the bench")).waitFor();
    await page.keyboard.press("ArrowDown");
  }),
  "message-emoji": scene(async (page) => {
    await row(page, "Works here").hover();
    await row(page, "Works here").getByRole("button", { name: "Add reaction" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "party", exact: true }).waitFor();
  }),
  "message-editor": scene(async (page) => {
    await page.getByRole("textbox").press("ArrowUp");
    const editor = page.getByRole("textbox", { name: "Edit message" });
    await editor.fill("Is it back?\nI can come over with the washer now.");
  }),
  "message-editor-problem": scene(
    async (page) => {
      await page.getByRole("textbox").press("ArrowUp");
      await page.getByRole("textbox", { name: "Edit message" }).fill("changed");
      await page.keyboard.press("Enter");
      await page.getByText("too fast").waitFor();
    },
    () => {
      const chat = livelyTalk();
      chat.instead["message.edit"] = () => {
        throw new ChatError("rate_limited", "You are too fast. Try again in 0.4 s.", 400);
      };
      return chat;
    },
  ),
  "message-history": scene(async (page) => {
    await row(page, "It lies on the bench").getByRole("button", { name: "(edited)" }).click();
    await page.getByRole("dialog").waitFor();
  }),
  "message-delete": scene(async (page) => {
    const menu = await openMenu(page, "It lies on the bench");
    await menu.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
  }),
  "message-replying": scene(async (page) => {
    await row(page, "Works here").hover();
    await row(page, "Works here").getByRole("button", { name: "Reply" }).click();
    await page.getByRole("textbox").fill("Then it must be my pump");
  }),
  "message-pins": scene(async (page) => {
    await page.getByRole("button", { name: "Pinned messages" }).click();
    await page.getByRole("region", { name: "Pinned messages" }).getByText("Count me in").hover();
  }),
  "message-pins-empty": scene(async (page) => {
    await showSidebar(page);
    await page.getByTestId("channel-list").getByRole("button", { name: "garden" }).click();
    await page.getByRole("textbox", { name: "Message #garden" }).waitFor();
    await page.getByRole("button", { name: "Pinned messages" }).click();
    await page.getByText("Nothing is pinned").waitFor();
  }),
  "message-jumped": scene(
    async (page) => {
      await page.getByText("One rung is loose").last().click();
      await page.getByTestId("jump-down").waitFor();
    },
    () => {
      const chat = busyStreet();
      const general = [...chat.data.channels.values()].find(({ name }) => name === "general");
      if (general === undefined) throw new Error("no general");
      for (let number = 1; number <= 120; number++)
        chat.data.say(general, chat.data.person("emre"), `Crate ${number} is in the shed.`);
      const { seq } = find(chat, "One rung is loose");
      chat.data.say(general, chat.data.person("ben"), "Is this done?", { reply_to_seq: seq });
      return chat;
    },
  ),
  "message-back": scene(
    async (page) => {
      await page.getByText("One rung is loose").last().click();
      await page.getByRole("button", { name: "Back to the reply" }).waitFor();
    },
    () => {
      const chat = busyStreet();
      const general = [...chat.data.channels.values()].find(({ name }) => name === "general");
      if (general === undefined) throw new Error("no general");
      const { seq } = find(chat, "One rung is loose");
      chat.data.say(general, chat.data.person("ben"), "Is this done?", { reply_to_seq: seq });
      return chat;
    },
  ),
  "message-gap": scene(async (page, host) => {
    const { chat } = host;
    const general = chat.data.channels.get(1);
    if (general === undefined) return;
    host.lose();
    for (let number = 1; number <= 1_284; number++)
      chat.data.say(general, chat.data.person("emre"), `Crate ${number} is in the shed.`, { read: false });
    await page.getByText("Crate 1284").waitFor();
    host.hold("message.history");
    await page.getByRole("log").evaluate((list) => list.scrollTo(0, 0));
    await page.getByTestId("gap").waitFor();
  }),
  "message-failed": scene(
    async (page) => {
      await page.getByRole("textbox").fill("Can anyone lend me a drill?");
      await page.keyboard.press("Enter");
      await page.getByText("Not sent: ").waitFor();
    },
    () => {
      const chat = livelyTalk();
      chat.instead["message.send"] = () => {
        throw new ChatError("forbidden", "You are not a member of this channel any more.");
      };
      return chat;
    },
  ),
};
