import { expect, test } from "bun:test";

import { nameIn, type Profiles, profilesSeen } from "../../../ui/state/profiles.ts";
import { PageData } from "../../support/page-data.ts";

const data = new PageData();
const ana = data.person("ana");
const ben = data.person("ben");
const general = data.channel("general");
const none: Profiles = new Map();
const lund = { ...ana, display_name: "Ana Lund" };

const seen = (profiles: Profiles, body: unknown) => profilesSeen({ profiles }, body).profiles ?? profiles;

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
  expect(profilesSeen({ profiles }, { users: [lund, ben] })).toEqual({});
  for (const odd of [undefined, null, 3, "text", { user_id: 3 }, { username: "x" }])
    expect(profilesSeen({ profiles }, odd)).toEqual({});
});
