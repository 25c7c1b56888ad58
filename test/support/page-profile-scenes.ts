import type { Page } from "playwright-core";

import type { PageHost } from "./page-host.ts";
import { livelyStreet } from "./page-lively-street.ts";
import { type Scene, showMembers, showSidebar, stays } from "./page-scene.ts";
import type { PageServer } from "./page-server.ts";
import { makePng } from "./png.ts";

/** The same street, where some are called otherwise and some have a picture. */
export function namedStreet(): PageServer {
  const chat = livelyStreet();
  const { data, profiles } = chat;
  const idOf = (username: string) => data.person(username).user_id;
  profiles.rename(idOf("ben"), "Ben Okafor");
  profiles.rename(idOf("dalia"), "داليا من حديقة الزهور");
  profiles.rename(idOf("chidi"), "Chidi, who brings the ladder 🪜");
  profiles.rename(idOf("emre"), "W".repeat(32));
  profiles.picture(idOf("ben"), makePng(96, 96, 1));
  profiles.picture(idOf("emre"), makePng(96, 96, 3));
  profiles.picture(chat.me.user_id, makePng(96, 96, 5));
  return chat;
}

const ready = async (page: Page) => {
  await page.getByRole("textbox", { name: /^Message/ }).waitFor();
  await page.getByTestId("message").first().waitFor();
  await page.locator("img.avatar-picture").first().waitFor({ state: "attached" });
};

const scene = (act: (page: Page, host: PageHost) => Promise<unknown>): Scene => ({
  chat: namedStreet,
  host: stays,
  async act(page, host) {
    await ready(page);
    await act(page, host);
  },
});

const openCard = async (page: Page, name: string) => {
  await showMembers(page);
  await page.getByRole("complementary", { name: "Members" }).getByRole("button", { name }).click();
  await page.getByTestId("person-card").waitFor();
};

export const editProfile = async (page: Page) => {
  await showSidebar(page);
  await page.getByTestId("my-name").click();
  await page.getByRole("menuitem", { name: "Edit profile" }).click();
  await page.getByTestId("name-preview").waitFor();
};

export const chooseFile = (page: Page, name: string, mimeType: string, bytes: Uint8Array) =>
  page.getByTestId("picture-input").setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });

/** People with names and pictures of their own. */
export const profileScenes: Record<string, Scene> = {
  "profile-names": scene((page) => page.getByRole("log").getByText("Ben Okafor").first().waitFor()),
  "profile-card": scene((page) =>
    page.getByRole("log").getByRole("button", { name: "Ben Okafor" }).first().click(),
  ),
  "profile-card-long": scene((page) => openCard(page, "W".repeat(32))),
  "profile-card-rtl": scene((page) => openCard(page, "داليا")),
  "profile-card-own": scene((page) => openCard(page, "ana you")),
  "profile-edit": scene(async (page) => {
    await editProfile(page);
    await page.getByLabel("Display name").fill("Ana from number 12");
  }),
  "profile-edit-wrong": scene(async (page) => {
    await editProfile(page);
    await page.getByLabel("Display name").fill("n".repeat(33));
    await chooseFile(page, "notes.png", "image/png", new TextEncoder().encode("no picture"));
    await page.getByText("cannot be read").waitFor();
  }),
  "profile-crop": scene(async (page) => {
    await editProfile(page);
    await chooseFile(page, "holiday.png", "image/png", makePng(640, 420, 2));
    await page.getByTestId("crop").waitFor();
    for (const key of ["+", "+", "+", "ArrowRight"]) await page.keyboard.press(key);
  }),
};
