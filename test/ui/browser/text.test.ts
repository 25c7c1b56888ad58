import { describe, expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const last = (page: Page) => page.getByTestId("message").last().locator(".message-text");

describe("the text of a message", () => {
  test("has what its marks mean", async () => {
    const { page, hear } = await stage.inChat();
    hear("# Plan\n**bold** *it* ~~no~~ `a<b`\n> said\n- one\n- two");
    await page.getByRole("listitem").getByText("two").waitFor();
    const text = last(page);
    for (const [element, words] of [
      ["p", "Plan"],
      ["strong", "bold"],
      ["em", "it"],
      ["s", "no"],
      ["code", "a<b"],
      ["blockquote", "said"],
      ["li", "one"],
    ] as const)
      expect((await text.locator(element).first().textContent())?.trim()).toBe(words);
  });

  test("counts on in a list within a list", async () => {
    const { page, hear } = await stage.inChat();
    hear("1. first\n2. second\n   1. inner\n   - other");
    const inner = page.getByRole("listitem").filter({ hasText: /^\s*inner\s*$/ });
    expect(await inner.evaluate((item) => getComputedStyle(item).listStyleType)).toBe("decimal");
    const other = page.getByRole("listitem").filter({ hasText: /^\s*other\s*$/ });
    expect(await other.evaluate((item) => getComputedStyle(item).listStyleType)).toBe("circle");
  });

  test("shows an emoji of several as one picture", async () => {
    const { page, hear } = await stage.inChat();
    for (const emoji of ["👩‍💻", "👨‍👩‍👧‍👦", "❤️‍🔥", "🏳️‍🌈", "🏃🏽‍♂️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "✌🏿", "🧑🏻‍⚕️", "🐈‍⬛"]) {
      hear(`😀 and ${emoji} here`);
      await page.getByText(`${emoji} here`).waitFor();
      const [other, one] = await last(page).evaluate(
        (text, emojis) => {
          const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
          return emojis.map((part) => {
            const at = node?.textContent?.indexOf(part) ?? -1;
            const range = document.createRange();
            if (node === null || at === -1) return Number.NaN;
            range.setStart(node, at);
            range.setEnd(node, at + part.length);
            return Math.round(range.getBoundingClientRect().width);
          });
        },
        [emoji, "😀"],
      );
      expect(one).toBeGreaterThan(0);
      expect({ emoji, width: other }).toEqual({ emoji, width: one });
    }
  });

  test("hides a spoiler until it is pressed, and does not open the link in it", async () => {
    const { page, host, hear } = await stage.inChat();
    hear("it was ||https://example.org/butler||");
    const cover = page.getByRole("button", { name: "Hidden text. Show it" });
    await cover.click();
    await cover.waitFor({ state: "detached" });
    expect(host.commands.filter(({ type }) => type === "open_link")).toEqual([]);
    await page.getByRole("link", { name: "https://example.org/butler" }).click();
    expect(await host.command("open_link")).toMatchObject({ url: "https://example.org/butler" });
  });

  test("keeps a spoiler open that was scrolled out of the page, and hides it again when the text is another", async () => {
    const { page, host, chat, general, hear, log } = await stage.inChat();
    for (let number = 1; number <= 40; number++) hear(`a poem\n${"with a line\n".repeat(9)}`);
    hear("it was ||the butler||, not ||the cook||");
    const covers = page.getByRole("button", { name: "Hidden text. Show it" });
    await covers.first().click();
    await page.getByText("the butler").waitFor();
    await log.evaluate((list) => list.scrollTo(0, 0));
    await page.getByText("it was").waitFor({ state: "detached" });
    await log.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.getByText("it was").waitFor();
    expect(await covers.count()).toBe(1);
    const message = chat.data.messages.get(general.id)?.at(-1);
    if (message === undefined) throw new Error("nothing was said");
    const event = chat.changes.edit(message.id, "it was ||the gardener||");
    if (event !== undefined) host.tell(event);
    await page.getByText("(edited)").waitFor();
    expect(await covers.count()).toBe(1);
    expect(await page.locator(".spoiler-shown").count()).toBe(0);
  });

  test("says where a link goes that says something else", async () => {
    const { page, host, hear } = await stage.inChat();
    hear("[https://bank.example](https://evil.example/login)");
    await page.getByText("(evil.example/login)").waitFor();
    await page.getByRole("link", { name: "https://bank.example" }).press("Enter");
    expect(await host.command("open_link")).toMatchObject({ url: "https://evil.example/login" });
  });

  test("shows marks that turn the direction, and keeps the order", async () => {
    const { page, hear } = await stage.inChat();
    hear("annual\u202egnp.exe");
    await page.getByText("RLO", { exact: true }).waitFor();
    expect(await last(page).textContent()).not.toContain("\u202e");
  });

  test("takes one to a channel that it names, when there is such a channel", async () => {
    const { page, hear } = await stage.inChat();
    hear("see #garden, not #nowhere");
    await page.getByRole("link", { name: "#garden" }).click();
    await page.getByRole("textbox", { name: "Message #garden" }).waitFor();
    expect(await page.getByRole("link", { name: "#nowhere" }).count()).toBe(0);
  });

  test("lets one join a channel that it names, and hear what is said there", async () => {
    const { page, chat, host, hear } = await stage.inChat(1, ({ data }) => {
      data.channel("attic", "", false);
    });
    const attic = [...chat.data.channels.values()].find(({ name }) => name === "attic");
    hear("see #attic");
    await page.getByRole("link", { name: "#attic" }).click();
    await page.getByRole("textbox", { name: "Message #attic" }).waitFor();
    await host.command("send", ({ frame }) => frame["type"] === "channel.join");
    hear("welcome", attic);
    await page.getByTestId("message").getByText("welcome").waitFor();
  });

  test("has code whose button copies it", async () => {
    const { page, hear, composer } = await stage.inChat();
    hear("```js\nconst a = '<b>';\nlet b;\n```");
    await page.getByRole("button", { name: "Copy the code" }).click();
    await page.getByText("Copied.").waitFor();
    await page.locator(".code-kwd", { hasText: "const" }).waitFor();
    await composer.press("Control+v");
    expect(await composer.inputValue()).toBe("const a = '<b>';\nlet b;");
  });

  test("is copied with its line breaks", async () => {
    const { page, hear } = await stage.inChat();
    hear("one\ntwo\n\n**four**");
    await page.getByText("four").waitFor();
    expect(await last(page).innerText()).toBe("one\ntwo\n\nfour");
  });
});
