import { expect, test } from "bun:test";

import { mentionsIn } from "../../src/domain/mentions.ts";
import type { Mentions } from "../../src/domain/ports/message-store.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

const general = 1;
const context = await createTestContext(new FakeClock());
for (const user_id of [5, 6]) {
  const chosen_status = user_id === 6 ? "invisible" : "online";
  const session = new Session({ deliver: () => {}, close: () => {} });
  context.hub.enter(user_id, session, [general], { chosen_status, status_text: "" });
}

const naming = (...usernames: string[]): Mentions => ({ usernames, user_ids: [], everyone: false });

for (const [text, mentions] of [
  ["@ana", naming("ana")],
  ["hello @ana, how are you?", naming("ana")],
  ["@ANA and @Ben_2", naming("ana", "ben_2")],
  ["@ana @ana @Ana", naming("ana")],
  ["(@ana)", naming("ana")],
  ["@ana's turn; ask @ben.", naming("ana", "ben")],
  ["one\n@ana\ntwo", naming("ana")],
  ["Grüße an @ana!", naming("ana")],
  ["**@ana**", naming("ana")],
  [`@${"a".repeat(20)}`, naming("a".repeat(20))],
  ["@channel", { usernames: [], user_ids: [], everyone: true }],
  ["@Channel and @ana", { usernames: ["ana"], user_ids: [], everyone: true }],
  ["@here", { usernames: [], user_ids: [5, 6], everyone: false }],
  ["@ana @HERE", { usernames: ["ana"], user_ids: [5, 6], everyone: false }],
] as const satisfies [string, Mentions][])
  test(`${JSON.stringify(text)} names somebody`, () => {
    expect(mentionsIn(context, general, text)).toEqual(mentions as Mentions);
  });

for (const text of [
  "ana",
  "ana@example.org",
  "@ana@example.org",
  "@@ana",
  "@an",
  `@${"a".repeat(21)}`,
  "@",
  "@ ana",
  "a@ana",
  "_@ana",
  "",
])
  test(`${JSON.stringify(text)} names nobody`, () => {
    expect(mentionsIn(context, general, text)).toBeUndefined();
  });

for (const [before, after, kept] of [
  ["@here tee", "@here tea", { but: [] }],
  ["@here @ana @Ben tee", "@Here tea @BEN", { but: ["ana"] }],
  ["@ana tee", "@here tea", undefined],
  ["@here tee", "@ana tea", undefined],
] as const)
  test(`${before} → ${after}: who stays named`, () => {
    expect(mentionsIn(context, general, after, before)?.kept).toEqual(kept as Mentions["kept"]);
  });

test("of very many different names the first ones are looked up, @here and @channel among them", () => {
  const all = Array.from({ length: 400 }, (_, at) => `user_${at}`);
  const first = all.slice(0, limits.names_per_message_max);
  const text = all.map((name) => `@${name}`).join(" ");
  for (const each of [text, `${text} @here @channel`, text.replaceAll("@user_0 ", "@user_0 @USER_0 ")])
    expect(mentionsIn(context, general, each)).toEqual(naming(...first));
  const here = { usernames: first.slice(0, -1), user_ids: [5, 6], everyone: false };
  expect(mentionsIn(context, general, `@here ${text}`)).toEqual(here);
});

test("@here in a channel where nobody is connected names nobody who counts", () => {
  expect(mentionsIn(context, 99, "@here")).toEqual(naming());
});
