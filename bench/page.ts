// How smooth the page is with much in it: 100,000 messages, 1,000 channels, 5,000 members, in real Chromium without a graphics card.
// `bun bench/page.ts`; the client program and the server are made up, so what is measured is the page.
import type { CDPSession, Page } from "playwright-core";

import type { Channel } from "../src/protocol/channel.ts";
import { endAll } from "../test/support/at-end.ts";
import { PageServer } from "../test/support/page-server.ts";
import { BrowserStage } from "../test/support/page-stage.ts";
import { longestTask, quantile } from "./support/frames.ts";
import { keyTimes, readyTimes, scrollFrames, switchTime } from "./support/page-probes.ts";
import { type Cell, markdownTable, shown } from "./support/table.ts";

const message_count = 100_000;
const channel_count = 1_000;
const member_count = 5_000;
const talked_in = 40;
const talk_count = 200;
const live_count = 100;

const words = "the roses by the gate are out again and somebody should water them before it gets hot".split(
  " ",
);

const text = (number: number): string =>
  `${number}: ${Array.from({ length: 1 + ((number * 7) % 40) }, (_, at) => words[(number + at) % words.length]).join(" ")}${"\nand a line".repeat(number % 11 === 0 ? 5 : 0)}`;

const roomName = (number: number): string => `room${String(number).padStart(3, "0")}`;

/** Gives general. */
function fill(chat: PageServer): Channel {
  const people = Array.from({ length: member_count - 1 }, (_, at) =>
    chat.data.person(`person${at}`, at % 3 === 0 ? "online" : "offline"),
  );
  const began_ms = Date.now() - message_count * 40_000;
  const say = (channel: Channel, count: number) => {
    for (let number = 1; number <= count; number++) {
      const author = people[Math.floor(number / 3) % 7] ?? chat.me;
      chat.data.say(channel, author, text(number), { at_ms: began_ms + number * 40_000 });
    }
  };
  const general = chat.data.channel("general", "General discussion");
  say(general, message_count);
  for (let number = 1; number < channel_count; number++) {
    const channel = chat.data.channel(roomName(number));
    if (number <= talked_in) say(channel, talk_count);
  }
  return general;
}

const chat = new PageServer("ana");
const general = fill(chat);
const stage = await BrowserStage.start();
const { page, host } = await stage.open(chat);
await page.setViewportSize({ width: 1280, height: 800 });
await page.locator('[data-testid="message"]').first().waitFor();
const cdp = await page.context().newCDPSession(page);
const rows: Cell[][] = [];
const note = (row: Cell[]) => {
  console.error(row.map((cell) => shown(cell)).join("  "));
  rows.push(row);
};
const times = (name: string, goal: string, values: readonly number[]) =>
  note([name, quantile(values, 0.5), quantile(values, 0.95), goal]);
const count = (name: string, goal: string, value: number) => note([name, value, undefined, goal]);

/** Runs something and notes the longest task of the page in each frame meanwhile. */
async function traced<T>(name: string, run: () => Promise<T>): Promise<T> {
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ["devtools.timeline", "toplevel"] });
  const result = await run();
  const trace = await browser?.stopTracing();
  if (trace !== undefined) times(`${name}: longest task in a frame, ms`, "", longestTask(trace));
  return result;
}

async function scroll(name: string, list: string, step_px: number, steps: number): Promise<void> {
  times(`${name}: frame, ms`, "17", await traced(name, () => scrollFrames(page, list, step_px, steps)));
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1e6;
}

const elements = (on: Page) => on.evaluate(() => document.querySelectorAll("*").length);

times("page ready, with its messages, ms", "300", await readyTimes(page, 7));
count("elements at the start", "", await elements(page));
const keys = await keyTimes(page, 60);
times("a key in the composer, work until its frame is drawn, ms", "16", keys.work_ms);
times("a key in the composer, with the wait for the frame, ms", "", keys.shown_ms);
await scroll("100,000 messages, up", "[role=log]", -90, 600);
count("messages drawn", "", await page.getByTestId("message").count());
count("elements", "", await elements(page));
await scroll("100,000 messages, up fast", "[role=log]", -400, 300);
await scroll("1,000 channels", ".sidebar-lists", 60, 400);
await scroll("5,000 members", ".members", 120, 400);

const rooms = Array.from({ length: talked_in }, (_, at) => roomName(at + 1));
const goAround = async () => {
  const taken: number[] = [];
  for (const room of rooms) taken.push(await switchTime(page, room));
  return taken;
};
times("to a channel for the first time, ms", "150", await goAround());
times("to a channel seen before, ms", "50", await goAround());

await switchTime(page, "general");
await page.getByTestId("jump-down").click();
await page.locator('[role=log][aria-live="polite"]').waitFor();
await traced("messages that come", async () => {
  for (let number = 0; number < live_count; number++) {
    const message = chat.data.say(general, chat.data.person("person1"), `live ${number}`, { read: false });
    host.tell({ type: "message.created", body: { message } });
  }
  await page.getByText(`live ${live_count - 1}`, { exact: true }).waitFor();
});
count("heap, MB", "", await heapMegabytes(cdp));

console.log(markdownTable(["", "p50", "p95", "goal"], rows));
const faults = await stage.clear();
if (faults.length > 0) console.log(faults.join("\n"));
await endAll();
