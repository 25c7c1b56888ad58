import { expect, test } from "bun:test";

import { byShownName, calledSo, knownPeople, meantBy, suggestPeople } from "../../../ui/state/people.ts";
import { PageData } from "../../support/page-data.ts";

const data = new PageData();
const ana = data.person("ana");
for (const name of ["Anton", "hana", "ben"]) data.person(name);
data.dm(ana, data.person("ben"));
const members = new Map([[1, [...data.people.values()].filter(({ username }) => username !== "ben")]]);
const people = knownPeople({ members, channels: data.channels });
const names = (list: typeof people) => list.map(({ username }) => username);

test("those of all channels and direct messages are known, once, by name", () => {
  expect(names(people)).toEqual(["ana", "Anton", "ben", "hana"]);
});

test("those whose name begins so come first", () => {
  expect(names(suggestPeople(people, "@AN", 6))).toEqual(["ana", "Anton", "hana"]);
  expect(names(suggestPeople(people, "", 2))).toEqual(["ana", "Anton"]);
});

test("what somebody is called finds them too, by any word of it, and orders them", () => {
  const [first, ...others] = people;
  if (first === undefined) throw new Error("nobody is there");
  const named = [...others, { ...first, display_name: "Zoë van Dam" }].toSorted(byShownName);
  expect(names(named)).toEqual(["Anton", "ben", "hana", "ana"]);
  for (const typed of ["zo", "van", "dam", "an"])
    expect(names(suggestPeople(named, typed, 6))).toContain("ana");
  expect(names(suggestPeople(named, "dam", 6))).toEqual(["ana"]);
});

test("what can be a username means nobody by what they are called, and what two are called neither", () => {
  const [one, two] = people;
  if (one === undefined || two === undefined) throw new Error("nobody is there");
  const named = (...names: string[]) =>
    [one, two].map((member, at) => ({ ...member, display_name: names[at] ?? "somebody else" }));
  expect(calledSo(named("Maria"), "maria")).toBeUndefined();
  expect(calledSo(named("Maria S."), "maria s.")?.username).toBe("ana");
  expect(calledSo(named("Maria S.", "maria s."), "Maria S.")).toBeUndefined();
});

test("a text that can be no username means whom alone it fits, and nobody while it is empty", () => {
  const [one, two] = people;
  if (one === undefined || two === undefined) throw new Error("nobody is there");
  expect(meantBy(people, [one], "an a")).toBe(one);
  expect(meantBy(people, [one, two], "an a")).toBeUndefined();
  expect(meantBy(people, [one], "ana")).toBeUndefined();
  expect(meantBy(people, [one], "")).toBeUndefined();
});
