import { expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("who was picked for a new message is shown as the list did", async () => {
  const { page } = await stage.inChat(1, ({ data, profiles }) => {
    profiles.rename(data.person("ben").user_id, "Ben Okafor");
  });
  await page.getByRole("button", { name: "New message" }).click();
  await page.keyboard.type("oka");
  await page.getByRole("option", { name: /Ben Okafor/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove Ben Okafor" }).waitFor();
});

test("whoever is in the field still goes with those who were picked, by their username alone", async () => {
  const { page, host, chat } = await stage.inChat(1, ({ data, profiles }) => {
    profiles.rename(data.person("chidi").user_id, "Chidi O.");
    // Not to be taken for @dal.
    profiles.rename(data.person("dalia").user_id, "Dal");
  });
  const asked = () => chat.heard.filter(({ type }) => type === "dm.open").map(({ body }) => body);
  const write = page.getByRole("dialog").getByRole("button", { name: /^(Write|Start group)$/ });
  await page.getByRole("button", { name: "New message" }).click();
  await page.getByRole("option", { name: "Dal" }).waitFor();
  expect(await write.isDisabled()).toBe(true);
  await page.keyboard.type("ben");
  await page.keyboard.press("Enter");
  await page.keyboard.type("dal");
  await write.click();
  await page.getByRole("alert").getByText("There is no user named dal.").waitFor();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("no name!");
  await write.click();
  await page.getByRole("alert").getByText("Username may only have").waitFor();
  await page.getByRole("combobox").fill("chidi o.");
  await write.click();
  await page.getByRole("button", { name: "Remove Chidi O." }).waitFor();
  expect(asked()).toHaveLength(1);
  await write.click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await host.command("send", ({ frame }) => frame["type"] === "dm.open");
  expect(asked()).toEqual([{ usernames: ["ben", "dal"] }, { usernames: ["ben", "chidi"] }]);
});

test("by the button goes whom one highlighted, or whom alone the text can mean, once that has been seen", async () => {
  const { page, host, chat } = await stage.inChat(1, ({ data, profiles }) => {
    profiles.rename(data.person("mara").user_id, "Mara Lindqvist");
    profiles.rename(data.person("marta").user_id, "Marta Lindqvist");
  });
  const write = page.getByRole("dialog").getByRole("button", { name: /^(Write|Start group)$/ });
  const field = page.getByRole("combobox");
  await page.getByRole("button", { name: "New message" }).click();
  await page.getByRole("option", { name: "Mara" }).waitFor();
  await field.fill("a lind");
  await write.click();
  await page.getByRole("alert").getByText("Username may only have").waitFor();
  await field.fill("Mara L");
  await write.click();
  await page.getByRole("button", { name: "Remove Mara Lindqvist" }).waitFor();
  // A username goes as it is, whoever is suggested, unless one's own arrows went to somebody.
  await field.fill("lind");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await write.click();
  await page.getByRole("button", { name: "Remove Marta Lindqvist" }).waitFor();
  expect(chat.heard.some(({ type }) => type === "dm.open")).toBe(false);
  await write.click();
  await host.command("send", ({ frame }) => frame["type"] === "dm.open");
  const asked = chat.heard.filter(({ type }) => type === "dm.open").map(({ body }) => body);
  expect(asked).toEqual([{ usernames: ["mara", "marta"] }]);
});

test("who is added to a channel likewise", async () => {
  const { page, chat, host } = await stage.inChat(1, ({ data }) => {
    data.person("chidi");
    data.channel("surprise", "", true, "private");
  });
  await page.getByRole("button", { name: "surprise" }).click();
  await page.getByRole("button", { name: "Add people" }).click();
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type("ben");
  await page.keyboard.press("Enter");
  await page.keyboard.type("@Chidi");
  await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await host.command("send", ({ frame }) => frame["type"] === "channel.add_member");
  const added = chat.heard.filter(({ type }) => type === "channel.add_member").map(({ body }) => body);
  expect(added).toMatchObject([{ username: "ben" }, { username: "Chidi" }]);
});

test("while people are added nothing can be changed, the focus stays where it is, and Cancel ends it", async () => {
  const { page, chat, host } = await stage.inChat(1, ({ data }) => {
    for (const name of ["chidi", "dalia"]) data.person(name);
    data.channel("surprise", "", true, "private");
  });
  const names = () => chat.heard.flatMap((one) => (one.type === "channel.add_member" ? [one.body] : []));
  await page.getByRole("button", { name: "surprise" }).click();
  await page.getByRole("button", { name: "Add people" }).click();
  const dialog = page.getByRole("dialog");
  for (const name of ["ben", "chidi", "dalia"]) {
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
  }
  const answer = host.hold("channel.add_member");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await host.command("send", ({ frame }) => frame["type"] === "channel.add_member");
  await dialog.getByRole("combobox").and(page.locator("[readonly]")).waitFor();
  await dialog.getByRole("button", { name: "Remove dalia" }).click({ force: true });
  await dialog.getByRole("button", { name: "Cancel" }).focus();
  answer();
  const answerNext = host.hold("channel.add_member");
  await dialog.getByRole("button", { name: "Remove ben" }).waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Remove dalia" }).waitFor();
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  answerNext();
  await page.getByText("ben, chidi are in the channel now.").waitFor();
  expect(names()).toMatchObject([{ username: "ben" }, { username: "chidi" }]);
});

test("who is picked looks as if it stayed while it is on its way", async () => {
  const { page, host } = await stage.inChat(1, ({ data }) => void data.person("chidi"));
  await page.getByRole("button", { name: "New message" }).click();
  await page.keyboard.type("chidi");
  await page.keyboard.press("Enter");
  const remove = page.getByRole("button", { name: "Remove chidi" });
  const looks = () => page.locator(".chip").evaluate((chip) => getComputedStyle(chip).opacity);
  await remove.and(page.locator("[aria-disabled=false]")).waitFor();
  expect(await looks()).toBe("1");
  const release = host.hold("dm.open");
  await page.keyboard.press("Enter");
  await remove.and(page.locator("[aria-disabled=true]")).waitFor();
  expect(await looks()).toBe("0.5");
  release();
  await page.getByRole("dialog").waitFor({ state: "detached" });
});
