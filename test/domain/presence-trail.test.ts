import { expect, test } from "bun:test";

import { PresenceTrail } from "../../src/domain/presence-trail.ts";
import type { Member } from "../../src/protocol/fields.ts";
import { FrameDecoder, incomplete } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";

const shows = (user_id: number, status: Member["status"] = "online"): Member => ({
  user_id,
  username: `user_${user_id}`,
  status,
  status_text: "",
});

/** What who was told all up to a mark is told now, frame by frame. */
const told = (trail: PresenceTrail, mark: number): Member[][] =>
  [...trail.after(mark)].map(({ frame }) => {
    const decoder = new FrameDecoder(limits.frame_bytes_max);
    decoder.push(frame);
    const event = decoder.next() as { type: string; body: { users: Member[] } };
    expect(event.type).toBe("presence.changed");
    expect(decoder.next()).toBe(incomplete);
    return event.body.users;
  });

test("who was told up to a mark is told what came after it, in order", () => {
  const trail = new PresenceTrail();
  expect(told(trail, trail.mark)).toEqual([]);
  trail.note([shows(1)]);
  const mark = trail.mark;
  trail.note([shows(2), shows(3)]);
  trail.note([shows(1, "idle")]);
  expect(told(trail, mark)).toEqual([[shows(2), shows(3)], [shows(1, "idle")]]);
  expect(told(trail, mark - 1)).toEqual([[shows(1)], [shows(2), shows(3)], [shows(1, "idle")]]);
  expect(told(trail, trail.mark)).toEqual([]);
});

test("who stopped in between goes on there", () => {
  const trail = new PresenceTrail();
  for (const user_id of [1, 2, 3]) trail.note([shows(user_id)]);
  const [first] = trail.after(0);
  expect(told(trail, first?.mark ?? -1)).toEqual([[shows(2)], [shows(3)]]);
});

test("all who are behind share the frames", () => {
  const trail = new PresenceTrail();
  trail.note([shows(1)]);
  trail.note([shows(2)]);
  const frames = [...trail.after(0)].map(({ frame }) => frame);
  const [later] = trail.after(trail.mark - 1);
  expect([later?.frame]).toEqual(frames.slice(1));
  expect(later?.frame === frames[1]).toBe(true);
});

test("two who come and go all day do not make it longer, and nobody is forgotten", () => {
  const trail = new PresenceTrail();
  for (let user_id = 1; user_id <= 700; user_id++) trail.note([shows(user_id)]);
  const mark = trail.mark;
  for (let count = 0; count < 20_000; count++) {
    trail.note([shows(1, count % 2 ? "online" : "offline")]);
    trail.note([shows(2, count % 2 ? "idle" : "online")]);
  }
  const steps = told(trail, 0);
  expect(steps.flat().length).toBeLessThanOrEqual(2 * 700 + limits.presence_users_max + 2);
  for (const members of steps) expect(members.length).toBeLessThanOrEqual(limits.presence_users_max);
  const last = new Map(
    told(trail, mark)
      .flat()
      .map((member) => [member.user_id, member.status]),
  );
  expect([last.get(1), last.get(2)]).toEqual(["online", "idle"]);
  expect(new Set(steps.flat().map(({ user_id }) => user_id)).size).toBe(700);
});

test("who has another name meanwhile is told under that one, without what they have no more", () => {
  const trail = new PresenceTrail();
  trail.note([{ ...shows(1), display_name: "Ana" }, shows(2)]);
  trail.note([{ ...shows(1, "idle"), display_name: "Ana" }]);
  expect(told(trail, 0)).toHaveLength(2); // the frames are made
  trail.rename({ user_id: 1, username: "user_1", avatar_id: 7 });
  trail.rename({ user_id: 9, username: "user_9" });
  expect(told(trail, 0)).toEqual([
    [{ ...shows(1), avatar_id: 7 }, shows(2)],
    [{ ...shows(1, "idle"), avatar_id: 7 }],
  ]);
});
