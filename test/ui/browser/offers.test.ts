import { describe, expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

async function writing(text: string) {
  const shown = await stage.inChat();
  await shown.composer.pressSequentially(text);
  return { ...shown, field: shown.page.locator("#composer"), list: shown.page.getByRole("listbox") };
}

describe("the composer", () => {
  test("completes by keyboard alone, says what is chosen, and is a plain field again after it", async () => {
    const { page, field, list } = await writing("see #g");
    await list.getByRole("option", { name: "#garden" }).waitFor();
    expect(await field.getAttribute("role")).toBe("combobox");
    await page.keyboard.press("ArrowDown");
    const chosen = list.getByRole("option", { selected: true });
    await chosen.getByText("#general").waitFor();
    expect(await field.getAttribute("aria-activedescendant")).toBe(await chosen.getAttribute("id"));
    await page.keyboard.press("Enter");
    await list.waitFor({ state: "detached" });
    expect(await field.inputValue()).toBe("see #general ");
    expect(await field.getAttribute("role")).toBeNull();
    await page.keyboard.press("Control+z");
    expect(await field.inputValue()).toBe("see #g");
  });

  test("completes in the middle of a text, by a click", async () => {
    const { page, field, list } = await writing("hi , all well?");
    await field.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(3, 3));
    await page.keyboard.type("@be");
    await list.getByRole("option", { name: "@ben" }).click();
    expect(await field.inputValue()).toBe("hi @ben , all well?");
    await page.keyboard.type("x");
    expect(await field.inputValue()).toBe("hi @ben x, all well?");
  });

  test("makes an emoji of its name between colons, unless it is code; taken back, the name stays", async () => {
    const { page, field, list } = await writing("so :tad");
    await list.waitFor();
    await page.keyboard.type("a: and :no_such: at 10:30: `:tada:` ");
    expect(await field.inputValue()).toBe("so 🎉 and :no_such: at 10:30: `:tada:` ");
    await page.keyboard.type(":+1:");
    expect(await field.inputValue()).toEndWith("` 👍");
    await page.keyboard.press("Control+z");
    expect(await field.inputValue()).toEndWith("` :+1:");
  });

  test("leaves Enter and Esc alone once the list is closed", async () => {
    const { page, host, list } = await writing("so :smi");
    await list.waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    const sent = await host.command("send", ({ frame }) => frame["type"] === "message.send");
    expect(sent.frame["body"]).toMatchObject({ content: "so :smi" });
  });

  test("shows commands with their help", async () => {
    const { list } = await writing("/");
    await list.getByRole("option", { name: "/msg" }).getByText("Write to one person alone").waitFor();
  });

  test("makes the selection bold or italic, and plain again", async () => {
    const { page, field } = await writing("well said");
    await page.keyboard.press("Shift+Control+ArrowLeft");
    await page.keyboard.press("Control+b");
    expect(await field.inputValue()).toBe("well **said**");
    await page.keyboard.press("Control+b");
    await page.keyboard.press("Control+i");
    expect(await field.inputValue()).toBe("well *said*");
  });
});

describe("the choice of emoji", () => {
  test("is searched, puts one at the writing mark, and offers it first the next time", async () => {
    const { page, field, composer } = await writing("ab");
    await composer.press("ArrowLeft");
    await page.getByRole("button", { name: "Choose an emoji" }).click();
    const picker = page.getByRole("dialog", { name: "Choose an emoji" });
    await page.keyboard.type("octopus");
    await picker.getByRole("button", { name: "octopus" }).waitFor();
    await page.keyboard.press("Enter");
    await picker.waitFor({ state: "detached" });
    expect(await field.inputValue()).toBe("a🐙b");
    await page.getByRole("button", { name: "Choose an emoji" }).click();
    expect(await picker.locator(".emoji-grid button").first().innerText()).toBe("🐙");
    await page.keyboard.press("Escape");
    await picker.waitFor({ state: "detached" });
  });

  test("shows a group, in the tone of skin one likes", async () => {
    const { page, field } = await writing("");
    await page.getByRole("button", { name: "Choose an emoji" }).click();
    const picker = page.getByRole("dialog");
    await picker.getByRole("button", { name: "Tone of skin" }).click();
    await picker.getByRole("button", { name: "People" }).click();
    await picker.getByRole("button", { name: "wave", exact: true }).click();
    expect(await field.inputValue()).toBe("👋🏻");
  });
});
