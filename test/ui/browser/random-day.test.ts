import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { preferenceChoices, type PreferenceName } from "../../../src/protocol/preferences.ts";
import type { PageHost } from "../../support/page-host.ts";
import { type Random, seeded } from "../../support/random.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const names = ["general", "garden", "attic", "cellar"] as const;
type Name = (typeof names)[number];

/** Where one is in a list: the first message in view and how far its top is below the list's; null at the end. */
type Place = { seq: number; offset_px: number } | null;

/** What the person has done, and so what the page must show. */
interface Model {
  open: Name;
  drafts: Record<Name, string>;
  places: Record<Name, Place>;
  preferences: Partial<Record<PreferenceName, string>>;
}

const steps = 100;

/** What shows in the page, in the way the model has it. Runs in the page. */
function seen(): { place: Place; draft: string; label: string } | null {
  const log = document.querySelector("[role=log]");
  const composer = document.querySelector<HTMLTextAreaElement>("#composer");
  if (log === null || composer === null) return null;
  const { top } = log.getBoundingClientRect();
  const first = [...log.querySelectorAll<HTMLElement>("[data-seq]")].find(
    (row) => row.getBoundingClientRect().bottom > top + 1,
  );
  const is_end = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
  const place =
    is_end || first === undefined
      ? null
      : { seq: Number(first.dataset["seq"]), offset_px: first.getBoundingClientRect().top - top };
  return { place, draft: composer.value, label: composer.getAttribute("aria-label") ?? "" };
}

const isNear = (a: Place, b: Place): boolean =>
  a === null || b === null ? a === b : a.seq === b.seq && Math.abs(a.offset_px - b.offset_px) <= 2;

const frame = (page: Page) => page.evaluate(() => new Promise(requestAnimationFrame));

/** Waits until the page shows what it must; says what it shows when it never does. */
async function shows(page: Page, { open, drafts, places, preferences }: Model, step: string): Promise<void> {
  const wanted = { place: places[open], draft: drafts[open], label: `Message #${open}` };
  let now = await page.evaluate(seen);
  for (let frames = 0; frames < 300; frames++) {
    if (now?.label === wanted.label && now.draft === wanted.draft && isNear(now.place, wanted.place)) break;
    await frame(page);
    now = await page.evaluate(seen);
  }
  if (now !== null && isNear(now.place, wanted.place)) now.place = wanted.place;
  expect({ step, ...now }).toEqual({ step, ...wanted });
  const looks = await page.evaluate(() => ({ ...document.documentElement.dataset }));
  expect(looks).toMatchObject({
    theme: preferences.theme ?? "dark",
    text: preferences.text_px ?? "16",
    density: preferences.density ?? "cozy",
  });
}

test(`drafts, places and settings outlast ${steps} switches, lost connections and new starts in any order`, async () => {
  const random = seeded(20_261_128);
  const { page, host } = await stage.inChat(0, ({ data }) => {
    for (const name of names) {
      const channel = [...data.channels.values()].find((one) => one.name === name) ?? data.channel(name);
      for (let number = 1; number <= 160; number++)
        data.say(
          channel,
          data.person(number % 3 === 0 ? "ben" : "chidi"),
          "words ".repeat(1 + random.below(60)),
        );
    }
  });
  const model: Model = {
    open: "general",
    drafts: { general: "", garden: "", attic: "", cellar: "" },
    places: { general: null, garden: null, attic: null, cellar: null },
    preferences: {},
  };
  await shows(page, model, "the start");
  const deeds = deedsOf(page, host, model, random);
  for (let step = 1; step <= steps; step++) {
    const deed = random.pick([
      "switch",
      "switch",
      "switch",
      "write",
      "scroll",
      "lose",
      "restart",
      "prefer",
    ] as const);
    await deeds[deed]();
    await shows(page, model, `${step}: ${deed}`);
  }
}, 120_000);

function deedsOf(page: Page, host: PageHost, model: Model, random: Random) {
  const composer = page.locator("#composer");
  return {
    async switch() {
      const others = names.filter((name) => name !== model.open);
      model.open = random.pick(others);
      await page.getByTestId("channel-list").getByRole("button", { name: model.open }).click();
    },
    async write() {
      const text = `words ${random.below(1_000)}`;
      await composer.fill(text);
      model.drafts[model.open] = text;
    },
    async scroll() {
      const part = random.below(4) === 0 ? 1 : random.below(1_000) / 1_000;
      await page.getByRole("log").evaluate((log, to) => {
        log.scrollTop = to * (log.scrollHeight - log.clientHeight);
      }, part);
      // What is drawn there now, and what is loaded above it, may take its time.
      model.places[model.open] = await settledPlace(page);
    },
    async lose() {
      const before = Math.max(
        ...host.commands.map((command) => (command.type === "dial" ? command.link : 0)),
      );
      host.lose();
      await host.command("dial", ({ link }) => link > before);
      await page.getByRole("button", { name: "Try now" }).waitFor({ state: "detached" });
    },
    async restart() {
      await page.reload();
      await composer.waitFor();
    },
    async prefer() {
      const name = random.pick(["theme", "text_px", "density"] as const);
      const choice = random.pick(preferenceChoices[name].filter((one) => one !== "system"));
      await page.getByRole("button", { name: "Settings", exact: true }).click();
      await page.locator(`input[name=${name}][value="${choice}"]`).check();
      await page.keyboard.press("Escape");
      model.preferences[name] = choice;
      // Other sizes of rows: the first one in view stays, perhaps a little off.
      const now = await settledPlace(page);
      const before = model.places[model.open];
      if (before === null || now === null) expect(now).toBe(before);
      else expect(Math.abs(now.seq - before.seq)).toBeLessThanOrEqual(1);
      model.places[model.open] = now;
    },
  };
}

/** Where the list is once it has stood still for some frames. */
async function settledPlace(page: Page): Promise<Place> {
  let still = 0;
  let place = (await page.evaluate(seen))?.place ?? null;
  while (still < 6) {
    await frame(page);
    const next = (await page.evaluate(seen))?.place ?? null;
    still = isNear(place, next) ? still + 1 : 0;
    place = next;
  }
  return place;
}
