import type { Page } from "playwright-core";

import type { NoticeReport } from "../../src/protocol/notice.ts";
import type { PageHost } from "./page-host.ts";
import { livelyStreet } from "./page-lively-street.ts";
import { type Scene, showSidebar, stays } from "./page-scene.ts";
import type { PageServer } from "./page-server.ts";

/** The lively street as ana has put it in order: favourites, some muted, one of them with a mention. */
export function tidyStreet(): PageServer {
  const chat = livelyStreet();
  const { data } = chat;
  const named = (name: string) => {
    const found = [...data.channels.values()].find((channel) => channel.name === name);
    if (found === undefined) throw new Error(`no channel ${name}`);
    return found;
  };
  const dms = [...data.channels.values()].filter(({ kind }) => kind === "dm");
  named("garden").favorite = true;
  Object.assign(dms[0] ?? {}, { favorite: true });
  Object.assign(dms[1] ?? {}, { muted: true });
  named("movie-night").muted = true;
  const lost = data.channel("lost-and-found");
  data.say(lost, data.person("ben"), "@ana is this your glove?", { read: false });
  Object.assign(lost, { muted: true, mention_count: 1 });
  data.channel("tool-shed").level = "mentions";
  return chat;
}

const scene = (act: (page: Page, host: PageHost) => Promise<unknown>): Scene => ({
  chat: tidyStreet,
  host: stays,
  async act(page, host) {
    await page.getByRole("textbox", { name: /^Message/ }).waitFor();
    await page.getByTestId("message").first().waitFor();
    await act(page, host);
  },
});

const row = (page: Page, list: string, name: string) => page.getByTestId(list).getByRole("button", { name });

const settings = async (page: Page) => {
  await showSidebar(page);
  await page.getByTestId("my-name").click();
  await page.getByRole("menuitem", { name: "Notifications", exact: true }).click();
};

/** Sends a test; the part of the page it came from. */
const sendTest = async (page: Page, host: PageHost): Promise<number> => {
  await settings(page);
  await page.getByRole("button", { name: "Send a test notification" }).click();
  return (await host.command("notify.test")).part;
};

const tested = (report: NoticeReport): Scene =>
  scene(async (page, host) => {
    const part = await sendTest(page, host);
    host.send({ type: "notify.told", part, is_test: true, ...report });
    await page.locator(`[data-outcome=${report.outcome}]`).waitFor();
  });

/** The list of channels as one has put it in order, and notifications. */
export const channelScenes: Record<string, Scene> = {
  "channels-sections": scene(showSidebar),
  "channels-folded": scene(async (page) => {
    await showSidebar(page);
    for (const name of ["Channels", "Direct messages"])
      await page.getByRole("heading", { name, exact: true }).getByRole("button").click();
  }),
  "channels-menu": scene(async (page) => {
    await showSidebar(page);
    await row(page, "channel-list", "movie-night").click({ button: "right" });
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("ArrowDown");
  }),
  "channels-hover": scene(async (page) => {
    await showSidebar(page);
    await row(page, "channel-list", "lost-and-found").hover();
  }),
  "channels-bell": scene(async (page) => {
    await page.getByRole("button", { name: "Notifications: all messages" }).click();
  }),
  "channels-dragged": scene(async (page) => {
    await showSidebar(page);
    await row(page, "channel-list", "general").hover();
    await page.mouse.down();
    const to = await row(page, "channel-list", "tool-shed").boundingBox();
    await page.mouse.move((to?.x ?? 0) + 40, (to?.y ?? 0) + 30, { steps: 5 });
  }),
  "notices-settings": scene(settings),
  "notices-shown": tested({ outcome: "shown", way: "dbus", words: "dunst 1.9.0" }),
  "notices-no-service": tested({
    outcome: "no_service",
    way: "dbus",
    words: "The name org.freedesktop.Notifications was not provided by any .service files",
  }),
  "notices-no-bus": tested({ outcome: "no_bus", way: "dbus", words: "the session names no message bus" }),
  "notices-timed-out": tested({ outcome: "timed_out", way: "dbus", words: "Notify: no answer" }),
  "notices-denied": tested({ outcome: "denied", way: "browser", words: "" }),
  "notices-insecure": tested({ outcome: "insecure", way: "browser", words: "" }),
  "notices-lost": scene(async (page, host) => {
    const part = await sendTest(page, host);
    const lost = { type: "notify.told", part, outcome: "no_service", way: "dbus", words: "nobody" } as const;
    host.send({ ...lost, is_test: false }, { ...lost, is_test: true });
    await page.getByText("could not be shown").waitFor();
  }),
};
