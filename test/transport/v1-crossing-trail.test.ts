import { expect, test } from "bun:test";

import { Broadcast } from "../../src/domain/broadcast.ts";
import { CrossingTrail } from "../../src/transport/v1/crossing-trail.ts";

const [ana_id, ben_id] = [1, 2];

const crossed = (...user_ids: number[]) =>
  new Broadcast(
    [],
    user_ids.map((user_id) => ({ user_id, username: `user_${user_id}`, is_online: true, channel_ids: [1] })),
  );

/** Somebody who has been told nothing of it yet. */
const follow = (trail: CrossingTrail) => {
  const follower = { told_mark: trail.mark };
  trail.follow(follower);
  return follower;
};

const note = (trail: CrossingTrail, ...user_ids: number[]) => {
  trail.note(crossed(...user_ids));
  return trail.mark;
};

const toldOf = (trail: CrossingTrail, after: number, until: number) =>
  [...trail.between(after, until)].map(({ crossing }) => crossing?.user_id);

test("what was noted after a mark is told, each user once", () => {
  const trail = new CrossingTrail();
  const { told_mark } = follow(trail);
  const first = note(trail, ana_id, ben_id);
  const second = note(trail, ana_id);
  expect(toldOf(trail, told_mark, first)).toEqual([undefined, ben_id]);
  expect(toldOf(trail, first, second)).toEqual([ana_id]);
  expect(toldOf(trail, second, second)).toEqual([]);
});

test("a broadcast that several could not be told is noted once", () => {
  const trail = new CrossingTrail();
  const { told_mark } = follow(trail);
  const broadcast = crossed(ana_id);
  for (let at = 0; at < 2; at++) trail.note(broadcast);
  expect(toldOf(trail, told_mark, trail.mark)).toEqual([ana_id]);
});

test("it grows with users and not with time, and keeps no frames of what is not told any more", () => {
  const trail = new CrossingTrail();
  const { told_mark } = follow(trail);
  const broadcast = crossed(ana_id, ben_id);
  trail.of(broadcast).steps[0]?.frames.set("general", new Uint8Array(1));
  trail.note(broadcast);
  for (let at = 0; at < 1_000; at++) note(trail, ana_id);
  expect(trail.of(broadcast).steps[0]?.frames.size).toBe(0);
  const told = toldOf(trail, told_mark, trail.mark);
  expect(told.length).toBeLessThan(5);
  expect(told.filter((user_id) => user_id !== undefined)).toEqual([ben_id, ana_id]);
});

test("what all have been told who are behind is not kept, though there is always somebody", () => {
  const trail = new CrossingTrail();
  const began = trail.mark;
  let follower = follow(trail);
  for (let user_id = 1; user_id < 100; user_id++) {
    note(trail, user_id);
    const next = follow(trail);
    trail.leave(follower);
    follower = next;
  }
  expect(toldOf(trail, began, trail.mark).length).toBeLessThan(3);
});

test("when nobody is behind any more nothing is kept", () => {
  const trail = new CrossingTrail();
  const began = trail.mark;
  const [one, other] = [follow(trail), follow(trail)];
  note(trail, ana_id);
  trail.leave(one);
  expect(toldOf(trail, began, trail.mark)).toEqual([ana_id]);
  trail.leave(other);
  expect(toldOf(trail, began, trail.mark)).toEqual([]);
});
