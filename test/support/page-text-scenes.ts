import { busyStreet } from "./page-casts.ts";
import { type Scene, stays } from "./page-scene.ts";
import type { PageServer } from "./page-server.ts";

/** How what people write is shown. */

const fence = "```";

const written: readonly (readonly [author: string, text: string])[] = [
  [
    "ben",
    "**Bold**, *italic*, ~~gone~~, `code`, ||the butler|| and a [guide](https://willow-street.example/guide/2026).",
  ],
  [
    "ben",
    "# Saturday\n1. Benches at nine\n2. Lights\n   - the long cable\n   - [x] the short one\n\nSee #garden for the rest, @ana and @here.",
  ],
  ["chidi", "> The ladder is back in the shed,\n> thank you for lending it.\nWhich shelf?"],
  [
    "dalia",
    `How I count the chairs:\n${fence}ts\n// two always break\nexport function chairs(guests: number): number {\n  const spare = 2;\n  return guests + spare; // "enough"\n}\n${fence}\nand from the shell:\n${fence}sh\ncat guests.txt | wc -l\n${fence}`,
  ],
  [
    "emre",
    "Beware: [https://bank.example](https://bаnk-login.example/now), https://bаnk.example/login and https://bank.example@elsewhere.example/",
  ],
  ["emre", "The file is called annual\u202egnp.exe, or so it says."],
  ["emre", "🎉 🎈"],
];

function writtenStreet(): PageServer {
  const chat = busyStreet();
  const [general] = chat.data.channels.values();
  if (general === undefined) throw new Error("no general");
  for (const [author, text] of written) chat.data.say(general, chat.data.person(author), text);
  return chat;
}

export const textScenes: Record<string, Scene> = {
  "text-markdown": {
    chat: writtenStreet,
    host: stays,
    act: (page) => page.getByText("annual").waitFor(),
  },
  "text-markdown-above": {
    chat: writtenStreet,
    host: stays,
    async act(page) {
      await page.getByText("annual").waitFor();
      await page.getByText("Saturday", { exact: true }).scrollIntoViewIfNeeded();
      await page.getByRole("button", { name: "Hidden text. Show it" }).click();
    },
  },
  "offers-people": {
    chat: writtenStreet,
    host: stays,
    async act(page) {
      await page.locator("#composer").pressSequentially("Thank you @");
      await page.getByRole("listbox").waitFor();
    },
  },
  "offers-emoji": {
    chat: writtenStreet,
    host: stays,
    async act(page) {
      await page.locator("#composer").pressSequentially("Well done :tad");
      await page.getByRole("listbox").waitFor();
    },
  },
  "offers-commands": {
    chat: writtenStreet,
    host: stays,
    async act(page) {
      await page.locator("#composer").pressSequentially("/");
      await page.getByRole("listbox").waitFor();
    },
  },
  "emoji-picker": {
    chat: writtenStreet,
    host: stays,
    async act(page) {
      await page.getByRole("button", { name: "Choose an emoji" }).click();
      await page.getByRole("button", { name: "Animals and nature" }).click();
    },
  },
};
