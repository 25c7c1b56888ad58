import { expect, test } from "bun:test";

import { limits } from "../../../src/protocol/limits.ts";
import { mentionsUser, splitMentions } from "../../../ui/text/mentions.ts";

test.each([
  ["@ana look", true],
  ["look, @Ana!", true],
  ["@here", true],
  ["@channel: dinner", true],
  ["@anabel", false],
  ["mail ana@ana.example", false],
  ["@@ana", false],
  ["@ana@host", false],
  ["ana", false],
])("%p names ana: %p", (text, named) => expect(mentionsUser(text, "ana")).toBe(named));

test("of very many different names the first ones count", () => {
  const names = Array.from({ length: limits.names_per_message_max - 1 }, (_, at) => `@user_${at}`).join(" ");
  expect(mentionsUser(`${names} @ana @ben`, "ana")).toBe(true);
  expect(mentionsUser(`${names} @ben @ana`, "ana")).toBe(false);
  expect(mentionsUser(`${names} ${names} @Ana`, "ana")).toBe(true);
  expect(mentionsUser(`${names} @ben @here`, "ana")).toBe(false);
});

test("the parts give the text again", () => {
  const text = "@ana and @ben_1, not x@y.org";
  expect(splitMentions(text)).toEqual([
    { text: "@ana", name: "ana" },
    { text: " and " },
    { text: "@ben_1", name: "ben_1" },
    { text: ", not x@y.org" },
  ]);
});
