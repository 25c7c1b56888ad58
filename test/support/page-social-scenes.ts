import type { Page } from "playwright-core";

import { busyStreet } from "./page-casts.ts";
import type { PageHost } from "./page-host.ts";
import { livelyStreet } from "./page-lively-street.ts";
import { leftOf, unsent } from "./page-outbox.ts";
import { type Scene, showSidebar, stays } from "./page-scene.ts";

const ready = async (page: Page) => {
  await page.getByRole("textbox", { name: /^Message/ }).waitFor();
  await page.getByTestId("message").first().waitFor();
};
const scene = (act: (page: Page, host: PageHost) => Promise<unknown>): Scene => ({
  chat: livelyStreet,
  host: stays,
  async act(page, host) {
    await ready(page);
    await act(page, host);
  },
});
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const pressInSidebar = async (page: Page, name: string) => {
  await showSidebar(page);
  await press(page, name);
};
const open = async (page: Page, list: string, name: string) => {
  await showSidebar(page);
  await page.getByTestId(list).getByRole("button", { name }).click();
};

/** Channels with members, presence, what is unread, devices. */
export const socialScenes: Record<string, Scene> = {
  "social-lively": scene(async (page, host) => {
    for (const username of ["ben", "dalia"])
      host.tell({ type: "typing.started", body: { channel_id: 1, user: host.chat.data.person(username) } });
    await page.getByText("are typing").waitFor();
  }),
  "social-create-private": scene(async (page) => {
    await pressInSidebar(page, "Create channel");
    await page.getByRole("radio", { name: "Private" }).check();
    await page.getByLabel("Name").fill("surprise-party");
  }),
  "social-not-sent": {
    ...scene(async (page) => {
      await showSidebar(page);
      await page.getByRole("button", { name: "2 messages not sent" }).click();
    }),
    host: { ...stays, outbox: leftOf(unsent) },
  },
  "social-browse": scene((page) => pressInSidebar(page, "Browse channels")),
  "social-browse-search": scene(async (page) => {
    await pressInSidebar(page, "Browse channels");
    await page.getByLabel("Search", { exact: true }).fill("cats");
  }),
  "social-private": scene((page) => open(page, "private-list", "surprise")),
  "social-add-members": scene(async (page) => {
    await open(page, "private-list", "surprise");
    await press(page, "Add people");
    await page.keyboard.type("em");
    await page.keyboard.press("Enter");
    await page.keyboard.type("nobody_here");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("There is no user named").waitFor();
  }),
  "social-leave-private": scene(async (page) => {
    await open(page, "private-list", "surprise");
    await press(page, "Leave #surprise");
  }),
  "social-settings": scene(async (page) => {
    await open(page, "private-list", "surprise");
    await press(page, "Channel settings");
  }),
  "social-settings-topic": scene((page) => press(page, "Channel settings")),
  "social-archived": scene(async (page) => {
    await showSidebar(page);
    await page.getByRole("button", { name: /^Archived/ }).click();
    await page.getByTestId("archive-list").getByRole("button", { name: "party-2025" }).click();
    await page.getByText("it can be read").waitFor();
  }),
  "social-new-message": scene(async (page) => {
    await pressInSidebar(page, "New message");
    await page.keyboard.type("ben");
    await page.keyboard.press("Enter");
    await page.keyboard.type("a");
  }),
  "social-group": scene(async (page) => {
    await open(page, "dm-list", "chidi, emre");
    await page.getByText("Who brings").waitFor();
  }),
  "social-status-menu": scene(async (page) => {
    await showSidebar(page);
    await page.getByTestId("my-name").click();
    await page.keyboard.press("ArrowDown");
  }),
  "social-status": scene(async (page) => {
    await showSidebar(page);
    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Set a status" }).click();
    await page.keyboard.type("In the garden 🍅");
  }),
  "social-devices": scene(async (page) => {
    await showSidebar(page);
    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Devices" }).click();
    await page.getByText("Firefox on Windows").waitFor();
  }),
  "social-password": scene(async (page) => {
    await showSidebar(page);
    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Devices" }).click();
    await press(page, "Change password");
    await page.getByLabel("Present password").fill("wrong one");
    await page.getByLabel("New password", { exact: true }).fill("correct horse battery");
    await page.getByLabel("New password again").fill("correct horse battery");
    await page.keyboard.press("Enter");
    await page.getByText("not your present").waitFor();
  }),
  "social-unread-bar": scene(async (page, host) => {
    await page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event("blur"));
    });
    const { data } = host.chat;
    const general = data.channels.get(1);
    if (general === undefined) return;
    for (let number = 1; number <= 80; number++) {
      const message = data.say(general, data.person("ben"), `Bucket ${number} is full.`, { read: false });
      host.tell({ type: "message.created", body: { message } });
    }
    await page.getByTestId("unread-bar").waitFor();
  }),
  "social-session-ended": {
    chat: busyStreet,
    host: stays,
    async act(page, host) {
      await ready(page);
      const body = {
        reason: "session_ended",
        message: "The session was ended. Please log in again.",
        retry: false,
      } as const;
      host.tell({ type: "connection.closing", body });
      host.lose();
      await page.getByText("The session was ended").waitFor();
    },
  },
};
