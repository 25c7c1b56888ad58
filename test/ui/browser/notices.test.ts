import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import type { Channel, NotificationLevel } from "../../../src/protocol/channel.ts";
import type { NoticeReport } from "../../../src/protocol/notice.ts";
import { english } from "../../../ui/words/english.ts";
import type { PageHost } from "../../support/page-host.ts";
import type { PageServer } from "../../support/page-server.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

/** Where the person looks: at garden, at another channel, at another window, or at nothing of it. */
const looks = {
  here: (page: Page) => page.getByTestId("channel-list").getByRole("button", { name: "garden" }).click(),
  elsewhere: (page: Page) =>
    page.getByTestId("channel-list").getByRole("button", { name: "general" }).click(),
  /** Garden is open in both, and would be looked at. */
  unfocused: async (page: Page) => {
    await looks.here(page);
    await page.getByRole("textbox", { name: "Message #garden" }).waitFor();
    await page.evaluate(`document.hasFocus = () => false; dispatchEvent(new Event("blur"))`);
  },
  hidden: (page: Page) =>
    page.evaluate(`document.hasFocus = () => true;
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"))`),
};

const levels: readonly NotificationLevel[] = ["all", "mentions", "none"];

class Teller {
  #fences = 0;

  constructor(
    readonly host: PageHost,
    readonly chat: PageServer,
    /** Always at all, and never looked at. */
    readonly fence_channel: Channel,
  ) {}

  want(channel_id: number, level: NotificationLevel, muted: boolean): void {
    const preferences = { level, muted, favorite: false, place: null };
    this.host.tell({ type: "channel.preferences_changed", body: { channel_id, preferences } });
  }

  say(channel: Channel, who: string, text: string, reply_to_seq: number | null = null): void {
    const { data } = this.chat;
    const message = data.say(channel, data.person(who), text, { read: false, reply_to_seq });
    this.host.tell({ type: "message.created", body: { message } });
  }

  /** The texts of what was raised, once everything told before has been handled: what comes last is raised for certain. */
  async raised(): Promise<string[]> {
    const body = `fence ${++this.#fences}`;
    this.say(this.fence_channel, "ben", body);
    await this.host.command("notify", (command) => command.body === body);
    return this.host.commands.flatMap((command) =>
      command.type === "notify" && !command.body.startsWith("fence") ? [command.body] : [],
    );
  }
}

async function street() {
  const { page, host, chat, garden } = await stage.inChat(3, ({ data, me }) => {
    data.channel("tools");
    data.dm(me, data.person("ben"));
  });
  const [tools, dm] = [...chat.data.channels.values()].slice(2);
  if (tools === undefined || dm === undefined) throw new Error("no street");
  const mine = chat.data.say(garden, chat.me, "who has the key?");
  host.tell({ type: "message.created", body: { message: mine } });
  return { page, chat, garden, dm, mine, teller: new Teller(host, chat, tools) };
}

test("each message raises exactly what the rule says, wherever one looks and whatever one wants", async () => {
  const { page, chat, garden, dm, mine, teller } = await street();
  const wanted: string[] = [];
  let heard_before = 0;
  for (const [look, go] of Object.entries(looks)) {
    await go(page);
    if (look === "unfocused") heard_before = chat.heard.length;
    for (const level of levels)
      for (const muted of [false, true]) {
        const of = (kind: string) => `${look}, ${level}, ${muted ? "muted" : "heard"}: ${kind}`;
        teller.want(garden.id, level, muted);
        teller.want(dm.id, level, muted);
        teller.say(garden, "ben", of("plain"));
        teller.say(garden, "ben", of("names @ana"));
        teller.say(garden, "ben", of("answers"), mine.seq);
        teller.say(garden, "ana", of("own, from another device"));
        teller.say(dm, "ben", of("direct"));
        if (muted || level === "none") continue;
        const all = level === "all";
        if (look !== "here" && all) wanted.push(of("plain"));
        if (look !== "here") wanted.push(of("names @ana"), of("answers"));
        if (all) wanted.push(of("direct"));
      }
  }
  expect(await teller.raised()).toEqual(wanted);
  expect(wanted).toHaveLength(4 + 3 * 5);
  // While nobody was looking nothing was read.
  expect(chat.heard.slice(heard_before).filter(({ type }) => type === "channel.mark_read")).toEqual([]);
});

test("nothing comes while one does not want to be disturbed, and again afterwards", async () => {
  const { garden, dm, teller } = await street();
  teller.host.tell({ type: "presence.chosen", body: { status: "dnd", status_text: "" } });
  for (const text of ["plain", "@ana"]) teller.say(garden, "ben", text);
  teller.say(dm, "ben", "direct");
  teller.host.tell({ type: "presence.chosen", body: { status: "online", status_text: "" } });
  teller.say(dm, "ben", "now");
  expect(await teller.raised()).toEqual(["now"]);
});

test("a test says by what it was shown, or what is in the way and what to do", async () => {
  const { page, host } = await stage.inChat(1);
  await page.getByTestId("my-name").click();
  await page.getByRole("menuitem", { name: "Notifications", exact: true }).click();
  const button = page.getByRole("button", { name: "Send a test notification" });
  const tell = async (report: NoticeReport) => {
    await button.click();
    await page.getByRole("button", { name: "Sending…" }).waitFor();
    host.send({
      type: "notify.told",
      part: host.commands.findLast((one) => one.type === "notify.test")?.part ?? 0,
      is_test: true,
      ...report,
    });
    await page.locator(`[data-outcome=${report.outcome}]`).waitFor();
    return page.locator(".notice-settings").getByRole("status").textContent();
  };
  const { failed, what_to_do } = english.notices;
  for (const outcome of Object.keys(failed) as (keyof typeof failed)[]) {
    const said = await tell({ outcome, way: "dbus", words: "its own words" });
    for (const part of [failed[outcome], what_to_do[outcome], "its own words"]) expect(said).toContain(part);
  }
  const { part } = await host.command("notify.test");
  host.send({ type: "notify.told", part, is_test: false, outcome: "no_bus", way: "dbus", words: "" });
  await page.getByText("could not be shown").waitFor();
  expect(await tell({ outcome: "shown", way: "dbus", words: "dunst 1.9" })).toContain("Shown by dunst 1.9.");
  await page.getByText("could not be shown").waitFor({ state: "detached" });
  await page.getByRole("switch", { name: "Do not disturb" }).click();
  await host.command("send", ({ frame }) => frame["type"] === "presence.choose");
  await page.getByRole("switch", { name: "Do not disturb", checked: true }).waitFor();
  expect(await tell({ outcome: "shown", way: "dbus", words: "" })).toContain("Do not disturb is on here");
});
