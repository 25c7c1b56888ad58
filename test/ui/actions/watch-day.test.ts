import { expect, test } from "bun:test";

import { renewDay, watchDay } from "../../../ui/actions/watch-day.ts";
import { dayStart } from "../../../ui/text/time.ts";
import { stageInChat } from "../../support/page-app.ts";

const half_day_ms = 43_200_000;

/** Some seconds before midnight, with two servers in the window. */
async function atNight() {
  const { app, timers } = await stageInChat();
  const { servers } = app;
  servers.add();
  const midnight_ms = dayStart(dayStart(timers.now_ms()) + 3 * half_day_ms);
  await timers.pass(midnight_ms - 10_000 - timers.now_ms());
  const days = () => servers.list.value.map(({ store }) => store.state.today_ms);
  return { servers, timers, midnight_ms, days };
}

test("the day changes at midnight, everywhere in the window", async () => {
  const { servers, timers, midnight_ms, days } = await atNight();
  watchDay(servers);
  await timers.pass(9_999);
  const before_ms = dayStart(midnight_ms - 1);
  expect(days()).toEqual([before_ms, before_ms]);
  await timers.pass(1);
  expect(days()).toEqual([midnight_ms, midnight_ms]);
  const next_ms = dayStart(midnight_ms + 3 * half_day_ms);
  await timers.pass(next_ms - midnight_ms);
  expect(days()).toEqual([next_ms, next_ms]);
});

test("who comes to look before a late timer has run sees the new day", async () => {
  const { servers, timers, midnight_ms, days } = await atNight();
  await timers.pass(10_000);
  renewDay(servers);
  expect(days()).toEqual([midnight_ms, midnight_ms]);
});
