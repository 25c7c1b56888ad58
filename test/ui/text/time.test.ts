import { describe, expect, test } from "bun:test";

import { readPreferences } from "../../../src/protocol/preferences.ts";
import { preferences } from "../../../ui/state/preferences.ts";
import { clockTime, dayStart, dayWords, timeWords } from "../../../ui/text/time.ts";

const oslo = { locale: "en-GB", zone: "Europe/Oslo" };
const at = (text: string): number => Date.parse(text);
/** Midnight in Oslo, which is an hour before UTC's. */
const today_ms = at("2026-11-22T00:00:00+01:00");

describe("times as people read them, in the zone of the computer", () => {
  const cases: [when: string, words: string][] = [
    ["2026-11-22T00:00:00+01:00", "Today at 00:00"],
    ["2026-11-22T15:04:59+01:00", "Today at 15:04"],
    ["2026-11-22T22:30:00Z", "Today at 23:30"],
    ["2026-11-21T23:59:59+01:00", "Yesterday at 23:59"],
    ["2026-11-21T00:00:00+01:00", "Yesterday at 00:00"],
    ["2026-11-20T23:59:59+01:00", "20/11/2026 23:59"],
    ["2019-01-02T03:04:00+01:00", "02/01/2019 03:04"],
    ["2026-11-23T00:10:00+01:00", "23/11/2026 00:10"],
  ];
  for (const [when, words] of cases)
    test(`${when} is ${words}`, () => expect(timeWords(at(when), today_ms, oslo)).toBe(words));
});

test("the day after a day of 25 hours, all of that day is yesterday", () => {
  const monday_ms = at("2026-10-26T00:00:00+01:00");
  expect(timeWords(at("2026-10-25T00:00:00+02:00"), monday_ms, oslo)).toBe("Yesterday at 00:00");
  expect(timeWords(at("2026-10-24T23:59:00+02:00"), monday_ms, oslo)).toBe("24/10/2026 23:59");
});

test("the clock is the locale's", () => {
  const when = at("2026-11-22T15:04:00Z");
  expect(clockTime(when, { locale: "en-GB", zone: "UTC" })).toBe("15:04");
  expect(clockTime(when, { locale: "en-US", zone: "UTC" })).toMatch(/^3:04\sPM$/);
  expect(clockTime(when, { locale: "en-GB", zone: "Asia/Kolkata" })).toBe("20:34");
});

test("days by their names", () => {
  expect(dayWords(today_ms + 1, today_ms, oslo)).toBe("Today");
  expect(dayWords(today_ms - 1, today_ms, oslo)).toBe("Yesterday");
  expect(dayWords(at("2026-11-01T12:00:00Z"), today_ms, oslo)).toBe("1 November 2026");
});

test("a day starts at local midnight", () => {
  const noon = new Date(2026, 10, 22, 12, 30).getTime();
  expect(dayStart(noon)).toBe(new Date(2026, 10, 22).getTime());
});

test.each([
  [["fr", "de-AT"], "Jänner"],
  [["fr-FR"], "January"],
  [["c", "de_DE", "de"], "Januar"],
  [["en-GB", "de"], "1 January"],
])("dates are in the language of the page, as the system has it: %j", (languages, said) => {
  const { languages: before } = navigator as Partial<Navigator>;
  Object.defineProperty(navigator, "languages", { value: languages, configurable: true });
  preferences.value = readPreferences({});
  expect(dayWords(at("2026-01-01T12:00:00Z"), today_ms)).toContain(said);
  Object.defineProperty(navigator, "languages", { value: before, configurable: true });
  preferences.value = readPreferences({});
});

test.each([
  [["nl-NL"], "system", "15:04", "01/02/2026 15:04"],
  [["hi-IN", "fr"], "system", "03:04 pm", "01/02/2026 03:04 pm"],
  [["c"], "system", "15:04", "01/02/2026 15:04"], // LANG=C.UTF-8
  [["pl"], "12", "03:04 pm", "01/02/2026 03:04 pm"],
  [["nl-NL", "en-US"], "system", "3:04 PM", "2/1/26 3:04 PM"],
] as const)(
  "times in English that the system has not, or has: %j, clock %s",
  (languages, clock, time, date) => {
    const { languages: before } = navigator as Partial<Navigator>;
    Object.defineProperty(navigator, "languages", { value: languages, configurable: true });
    preferences.value = { ...readPreferences({}), clock };
    const when = new Date(2026, 1, 1, 15, 4).getTime();
    const plain = (text: string) => text.replaceAll(/\s/g, " ");
    expect([plain(clockTime(when)), plain(timeWords(when, today_ms))]).toEqual([time, date]);
    Object.defineProperty(navigator, "languages", { value: before, configurable: true });
    preferences.value = readPreferences({});
  },
);

test("a clock of twelve or twenty-four hours, in the language chosen", () => {
  preferences.value = { ...preferences.value, language: "de", clock: "12" };
  expect(timeWords(Date.now(), dayStart(Date.now()))).toMatch(/^Heute um \d{1,2}:\d\d [AP]M$/);
  preferences.value = { ...preferences.value, language: "en", clock: "24" };
  expect(clockTime(at("2026-11-22T00:05:00Z"))).toMatch(/^\d\d:\d\d$/);
  preferences.value = readPreferences({});
});
