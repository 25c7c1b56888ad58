import { describe, expect, test } from "bun:test";

import { offersAt } from "../../../ui/state/offers.ts";
import { compactEmoji } from "../../../ui/text/emoji-data.ts";
import { PageData } from "../../support/page-data.ts";

const data = new PageData();
for (const name of ["ana", "Anton", "ben", "hana"]) data.person(name);
for (const name of ["general", "garden", "begonias"]) data.channel(name);
const known = {
  members: new Map([[1, [...data.people.values()]]]),
  channels: data.channels,
  emoji: compactEmoji(),
  skin_tone: 0,
};
const commands = {
  me: { usage: "/me <action>", summary: "Say." },
  msg: { usage: "/msg <user>", summary: "Write." },
};

/** What is offered where the text has a bar, as labels. */
function offered(text: string) {
  const at = text.indexOf("|");
  return offersAt(text.replace("|", ""), at, known, commands).offers.map(({ label }) => label);
}

describe("at the writing mark", () => {
  test.each([
    ["@|", ["@ana", "@Anton", "@ben", "@hana", "@here", "@channel"]],
    ["@cha|", ["@channel"]],
    ["hi @AN|", ["@ana", "@Anton", "@hana"]],
    ["hi (@be| and others", ["@ben"]],
    ["see #g|", ["#garden", "#general", "#begonias"]],
    ["/m|", ["/me <action>", "/msg <user>"]],
    ["ok :norway|", ["🇳🇴"]],
  ])("%p offers %p", (text, labels) => expect(offered(text)).toEqual(labels));

  test.each([
    "a@b|",
    "@ben|",
    "#general|",
    "/me|",
    "say /m|",
    "/m x|",
    ":d|",
    "10:30|",
    "no sign|",
    "@ben |",
    "@zz|",
    "|@be",
  ])("%p offers nothing", (text) => expect(offered(text)).toEqual([]));
});

test("what is taken stands where the word stood, in the tone chosen", () => {
  const { from, offers } = offersAt("ok :wave", 8, { ...known, skin_tone: 5 }, commands);
  expect([from, offers[0]?.text]).toEqual([3, "👋🏿 "]);
  expect(offersAt("hi @be there", 6, known, commands)).toMatchObject({
    from: 3,
    offers: [{ text: "@ben " }],
  });
});
