import { expect, test } from "bun:test";

import { nameIn, type Profiles, profilesSeen, shownName } from "../../../ui/state/profiles.ts";
import { PageData } from "../../support/page-data.ts";

const data = new PageData();
const ana = data.person("ana");
const ben = data.person("ben");
const general = data.channel("general");
const none: Profiles = new Map();
const nobody = { members: new Map(), channels: new Map(), me: null };
const lund = { ...ana, display_name: "Ana Lund" };

const seen = (profiles: Profiles, body: unknown) =>
  profilesSeen({ ...nobody, profiles }, body).profiles ?? profiles;

test("whatever kind of frame tells of somebody, they are called so from then on", () => {
  const message = { ...data.say(general, ana, "hello"), author: lund };
  const member = { ...lund, status: "online", status_text: "" };
  const frames = [
    { message },
    { user: lund },
    { messages: [message], has_more_before: false, has_more_after: false },
    { changes: [{ channel_id: 1, messages: [message] }], channels: [] },
    { channels: [{ ...general, members: [member] }] },
    { users: [member] },
    { channel_id: 1, member },
    { hits: [{ author: lund, excerpt: "hello" }] },
  ];
  for (const frame of frames) {
    const profiles = seen(none, frame);
    expect(nameIn(profiles, ana)).toBe("Ana Lund");
    expect(nameIn(profiles, ben)).toBe("ben");
  }
});

test("the last word counts, and what is left out is taken back", () => {
  const first = seen(none, [lund, { ...ben, avatar_id: 4 }]);
  expect([...first]).toEqual([
    [ana.user_id, { display_name: "Ana Lund", avatar_id: undefined }],
    [ben.user_id, { display_name: undefined, avatar_id: 4 }],
  ]);
  expect(nameIn(seen(first, [lund, { ...ana, display_name: "A." }]), ana)).toBe("A.");
  const cleared = seen(first, { user: ana });
  expect(nameIn(cleared, ana)).toBe("ana");
  expect(cleared.get(ben.user_id)).toBe(first.get(ben.user_id));
  expect(first.size).toBe(2);
});

test("what says nothing new leaves the map as it is, so that nothing is drawn again", () => {
  const profiles = seen(none, lund);
  expect(profilesSeen({ ...nobody, profiles }, { users: [lund, ben] })).toEqual({});
  for (const odd of [undefined, null, 3, "text", { user_id: 3 }, { username: "x" }])
    expect(profilesSeen({ ...nobody, profiles }, odd)).toEqual({});
});

test("members, direct messages and oneself are kept as they are called now; lists without them stay the same", () => {
  const list = [...data.people.values()];
  const others = list.filter(({ user_id }) => user_id !== ana.user_id);
  const dm = data.dm(ana, ben);
  const state = {
    profiles: none,
    members: new Map([
      [1, list],
      [2, others],
    ]),
    channels: new Map([
      [general.id, general],
      [dm.id, dm],
    ]),
    me: ana,
  };
  const next = { ...state, ...profilesSeen(state, { user: lund }) };
  expect(next.members.get(1)?.map(shownName)).toEqual(["Ana Lund", "ben"]);
  expect(next.members.get(2)).toBe(others);
  expect(next.channels.get(general.id)).toBe(general);
  expect(next.channels.get(dm.id)?.members.map(shownName)).toEqual(["Ana Lund", "ben"]);
  expect(next.me).toEqual(lund);
  const back = { ...next, ...profilesSeen(next, { user: ana }) };
  expect(back.members.get(1)).toEqual(list);
  expect([...back.profiles]).toEqual([]);
});
