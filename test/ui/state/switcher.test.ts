import { expect, test } from "bun:test";

import { initialState, type State } from "../../../ui/state/state.ts";
import { destinationsFor } from "../../../ui/state/switcher.ts";
import { PageData } from "../../support/page-data.ts";

function street() {
  const data = new PageData();
  const ana = data.person("ana");
  const ben = data.person("ben");
  data.person("Zoë");
  const general = data.channel("general", "Everything");
  const garden = data.channel("garden", "Beds and bulbs");
  const movies = data.channel("movie-night");
  data.channel("attic", "Old things", false);
  data.channel("gravel", "", false);
  const dm = data.dm(ana, ben);
  data.say(movies, ben, "tonight?", { read: false });
  const members = new Map([[general.id, [...data.people.values()]]]);
  const state: State = { ...initialState(0), me: ana, channels: new Map(data.channels), members };
  return { state, general, garden, movies, dm };
}

const labels = (state: State, typed: string) => destinationsFor(state, typed).map(({ label }) => label);

test("without a word: where one was, but not where one is, then what is unread, then the others of one's own", () => {
  const { state, general, garden, dm } = street();
  const here = { ...state, open_channel_id: general.id };
  expect(labels({ ...here, visited: [general.id] }, "")).toEqual(["#movie-night", "#garden", "@ben"]);
  expect(labels({ ...here, visited: [general.id, dm.id, garden.id] }, " ")).toEqual([
    "@ben",
    "#garden",
    "#movie-night",
  ]);
});

test("by its name the open channel is found like any other", () => {
  const { state, general } = street();
  expect(labels({ ...state, open_channel_id: general.id }, "general")).toEqual(["#general"]);
});

test.each([
  ["gar", ["#garden"]],
  ["#g", ["#garden", "#general", "#gravel", "#movie-night"]],
  ["@", ["@ben", "@ana", "@Zoë"]],
  ["zoe", ["@Zoë"]],
  ["mn", ["#movie-night"]],
  ["night", ["#movie-night"]],
  ["gvl", ["#gravel"]],
  ["atti", ["#attic"]],
  ["nothing", []],
])("%p is found as %p", (typed, wanted) => {
  expect(labels(street().state, typed)).toEqual(wanted);
});

test("a hint says what is there, and what going there does", () => {
  const { state } = street();
  const hint = (typed: string) => destinationsFor(state, typed)[0]?.hint;
  expect(hint("general")).toBe("Everything");
  expect(hint("movie")).toBe("1 unread");
  expect(hint("attic")).toBe("Join");
  expect(hint("zoë")).toBe("Write");
});

test("letters that fit in many ways cost no time", () => {
  const { state, general } = street();
  const name = "a".repeat(30);
  const many = Array.from(
    { length: 1_000 },
    (_, at) => [at + 100, { ...general, id: at + 100, name }] as const,
  );
  const channels = new Map([...state.channels, ...many]);
  expect(labels({ ...state, channels }, `${"a".repeat(29)}b`)).toEqual([]);
});
