import { expect, test } from "bun:test";

import { plainChannelName, plainUsername } from "../../../ui/text/plain-name.ts";

test.each([
  ["küche", "kueche"],
  ["Große Küche!", "grosse-kueche"],
  ["café_neu", "cafe-neu"],
  ["ÅRET", "aaret"],
  ["ku\u0308che", "kueche"],
  ["кухня", undefined],
  ["general", undefined],
  ["ä".repeat(40), undefined],
])("a channel cannot be called %j, but %j", (text, name) => {
  expect(plainChannelName(text)).toBe(name);
});

test.each([
  ["Jürgen", "Juergen"],
  ["Ülkü Öz", "Uelkue_Oez"],
  ["ana maria!", "ana_maria"],
  ["anna", undefined],
  ["李", undefined],
])("a user cannot be called %j, but %j", (text, name) => {
  expect(plainUsername(text)).toBe(name);
});
