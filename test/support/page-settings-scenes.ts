import type { Page } from "playwright-core";

import { busyStreet } from "./page-casts.ts";
import { livelyStreet } from "./page-lively-street.ts";
import { type Scene, showSidebar, stays } from "./page-scene.ts";

const section = (name: string): Scene => ({
  chat: livelyStreet,
  host: stays,
  async act(page) {
    await inChat(page);
    await openSettings(page);
    await page.getByRole("tab", { name }).click();
  },
});

const inChat = (page: Page) => page.getByTestId("message").first().waitFor();

async function openSettings(page: Page): Promise<void> {
  await showSidebar(page);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
}

/** What a person can choose. */
export const settingsScenes: Record<string, Scene> = {
  "settings-appearance": section("Appearance"),
  "settings-language": section("Language and time"),
  "settings-about": section("About"),
  "settings-compact": {
    chat: busyStreet,
    host: { ...stays, preferences: { density: "compact", text_px: "14" } },
    act: inChat,
  },
  "settings-large": {
    chat: busyStreet,
    host: { ...stays, preferences: { text_px: "24" } },
    act: inChat,
  },
  "settings-german": {
    chat: livelyStreet,
    host: { ...stays, preferences: { language: "de", clock: "24" } },
    act: inChat,
  },
};
