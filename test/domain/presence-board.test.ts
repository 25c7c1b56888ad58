import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import { ana, ben, general, shows, street } from "../support/presence-street.ts";

const every_ms = limits.presence_interval_ms;

test("the first change is told at once, those of the next moment together", async () => {
  const { clock, told, enter, leave, turn } = street();
  const phone = enter(ana);
  await turn();
  expect(told).toEqual([[shows(ana, "online")]]);
  leave(ana, phone);
  enter(ben);
  await turn();
  clock.move(every_ms - 1);
  expect(told).toHaveLength(1);
  clock.move(1);
  expect(told.slice(1)).toEqual([[shows(ana, "offline"), shows(ben, "online")]]);
  clock.move(10 * every_ms);
  expect(told).toHaveLength(2);
});

test("an answer that was made before a change, and is still on its way out, is not overtaken by it", async () => {
  const { told, enter, turn } = street();
  enter(ana);
  for (let steps = 0; steps < 20; steps++) await Promise.resolve(); // an answer takes five
  expect(told).toEqual([]);
  await turn();
  expect(told).toEqual([[shows(ana, "online")]]);
});

test("a thousand who log in within a second make a few frames for a listener, not a thousand", async () => {
  const { clock, told, enter, turn } = street();
  for (let number = 1; number <= 1_000; number++) {
    enter({ user_id: 1_000 + number, username: `user_${number}` });
    await turn();
    clock.move(1);
  }
  clock.move(every_ms);
  expect(told.length).toBeLessThanOrEqual(6);
  expect(new Set(told.flat().map(({ user_id }) => user_id)).size).toBe(1_000);
  expect(told.flat()).toHaveLength(1_000);
});

test("with ten thousand connected it is told more rarely, as each time goes to all of them", async () => {
  const { clock, told, enter, turn } = street();
  for (let number = 1; number <= 10_000; number++)
    enter({ user_id: 1_000 + number, username: `user_${number}` });
  await turn();
  clock.move(10 * limits.presence_interval_ms_per_thousand);
  const before = told.length;
  for (let number = 1; number <= 40; number++) {
    enter({ user_id: 20_000 + number, username: `later_${number}` });
    await turn();
    clock.move(every_ms / 10);
  }
  expect(told.slice(before).map((users) => users.length)).toEqual([1, 39]);
});

test("what was taken back meanwhile is not told", async () => {
  const { clock, told, crossed, enter, leave, choose, idle, turn } = street();
  const desk = enter(ana);
  await turn();
  expect(told.splice(0)).toHaveLength(1);
  expect(crossed.splice(0)).toHaveLength(1);
  idle(ana, desk, true);
  choose(ana, { chosen_status: "dnd", status_text: "" });
  leave(ana, desk);
  const again = enter(ana);
  const short_visit = enter(ben);
  leave(ben, short_visit);
  clock.move(every_ms);
  await turn();
  expect([told, crossed]).toEqual([[], []]);
  idle(ana, again, true);
  await turn();
  clock.move(every_ms);
  expect(told).toEqual([[shows(ana, "idle")]]);
});

test("a second device, and one of two that leaves, change nothing", async () => {
  const { clock, told, enter, leave, turn } = street();
  const phone = enter(ana);
  await turn();
  clock.move(every_ms);
  const desk = enter(ana);
  await turn();
  clock.move(every_ms);
  leave(ana, phone);
  await turn();
  clock.move(every_ms);
  expect(told).toEqual([[shows(ana, "online")]]);
  leave(ana, desk);
  await turn();
  clock.move(every_ms);
  expect(told[1]).toEqual([shows(ana, "offline")]);
});

test("who is invisible comes, changes and goes untold; choosing to be seen tells it", async () => {
  const { clock, told, enter, leave, choose, turn } = street();
  const settle = async () => {
    await turn();
    clock.move(every_ms);
    return told.splice(0);
  };
  const desk = enter(ana, { chosen_status: "invisible", status_text: "hidden" });
  expect(await settle()).toEqual([]);
  choose(ana, { chosen_status: "invisible", status_text: "still hidden" });
  expect(await settle()).toEqual([]);
  choose(ana, { chosen_status: "dnd", status_text: "here" });
  expect(await settle()).toEqual([[shows(ana, "dnd", "here")]]);
  choose(ana, { chosen_status: "dnd", status_text: "busy" });
  expect(await settle()).toEqual([[shows(ana, "dnd", "busy")]]);
  choose(ana, { chosen_status: "invisible", status_text: "busy" });
  expect(await settle()).toEqual([[shows(ana, "offline")]]);
  leave(ana, desk);
  expect(await settle()).toEqual([]);
});

test("crossings tell who came and went, with the channels they were in, and of nothing else", async () => {
  const { clock, hub, crossed, enter, leave, choose, idle, turn } = street();
  const settle = async () => {
    await turn();
    clock.move(every_ms);
    return crossed.splice(0);
  };
  const desk = enter(ana);
  expect(await settle()).toEqual([{ ...ana, is_online: true, channel_ids: [general] }]);
  idle(ana, desk, true);
  choose(ana, { chosen_status: "dnd", status_text: "busy" });
  expect(await settle()).toEqual([]);
  leave(ana, desk);
  expect(await settle()).toEqual([{ ...ana, is_online: false, channel_ids: [general] }]);
  expect([...hub.channelIdsOf(ana.user_id)]).toEqual([]);
});

test("told is what others know until the next telling", async () => {
  const { clock, board, enter, idle, turn } = street();
  const nothing = { status: "offline", status_text: "" } as const;
  expect(board.told(ana.user_id)).toEqual(nothing);
  const desk = enter(ana, { status_text: "hello" });
  expect(board.told(ana.user_id)).toEqual(nothing);
  await turn();
  expect(board.told(ana.user_id)).toEqual({ status: "online", status_text: "hello" });
  idle(ana, desk, true);
  expect(board.told(ana.user_id).status).toBe("online");
  clock.move(every_ms);
  expect(board.told(ana.user_id)).toEqual({ status: "idle", status_text: "hello" });
});

test("a clock that goes back holds nobody up for longer than the interval", async () => {
  const { clock, enter, leave, told, turn } = street();
  const session = enter(ana);
  await turn();
  clock.set_by_ms = -3_600_000;
  leave(ana, session);
  clock.move(every_ms);
  expect(told).toEqual([[shows(ana, "online")], [shows(ana, "offline")]]);
});

test("very many are told in several frames, and who came is told once", async () => {
  const { enter, told, crossed, turn } = street();
  const count = limits.presence_users_max * 2 + 1;
  for (let user_id = 1_000; user_id < 1_000 + count; user_id++) enter({ user_id, username: `u${user_id}` });
  await turn();
  expect(told.map((users) => users.length)).toEqual([
    limits.presence_users_max,
    limits.presence_users_max,
    1,
  ]);
  expect(crossed).toHaveLength(count);
});

test("who joins and leaves channels before it is told that they are there comes in those they are in then", async () => {
  const { clock, hub, crossed, enter, turn } = street();
  enter(ana);
  await turn();
  enter(ben);
  const [games, member] = [2, { ...ben, status: "offline", status_text: "" } as const];
  hub.deliver({
    audience: { channel_id: games },
    event: { type: "member.joined", body: { channel_id: games, member } },
  });
  hub.deliver({
    audience: { channel_id: general },
    event: { type: "member.left", body: { channel_id: general, user: ben } },
  });
  clock.move(every_ms);
  expect(crossed.slice(1)).toEqual([{ ...ben, is_online: true, channel_ids: [games] }]);
});

test("whom somebody saw come or go before it was told crosses the line for them, also when they are back as they were", async () => {
  const { clock, board, hub, crossed, enter, leave, turn } = street();
  const ask = () => board.shown(ben.user_id, hub.presenceOf(ben.user_id));
  enter(ana);
  await turn();
  const first = enter(ben);
  ask();
  leave(ben, first);
  clock.move(every_ms);
  expect(crossed.slice(1)).toEqual([{ ...ben, is_online: false, channel_ids: [general] }]);
  clock.move(every_ms);
  const second = enter(ben);
  await turn();
  leave(ben, second);
  ask();
  enter(ben);
  clock.move(every_ms);
  expect(crossed.slice(2)).toEqual(
    Array.from({ length: 2 }, () => ({ ...ben, is_online: true, channel_ids: [general] })),
  );
});

test("whom somebody saw in another mood crosses no line", async () => {
  const { clock, board, hub, crossed, enter, idle, turn } = street();
  const phone = enter(ana);
  await turn();
  idle(ana, phone, true);
  board.shown(ana.user_id, hub.presenceOf(ana.user_id));
  idle(ana, phone, false);
  clock.move(every_ms);
  expect(crossed).toHaveLength(1);
});

test("who has gone goes from the channels they were in, whatever is noted of them afterwards", async () => {
  const { clock, board, crossed, enter, leave, turn } = street();
  const desk = enter(ana);
  await turn();
  leave(ana, desk);
  board.note(ana); // a choice that was stored when the last connection had gone
  clock.move(every_ms);
  expect(crossed.slice(1)).toEqual([{ ...ana, is_online: false, channel_ids: [general] }]);
});

test("a crossing that is read late tells the channels of when it was told", async () => {
  const { hub, crossed, enter, turn } = street();
  enter(ana);
  await turn();
  const member = { ...ana, status: "online", status_text: "" } as const;
  hub.deliver({
    audience: { channel_id: 2 },
    event: { type: "member.joined", body: { channel_id: 2, member } },
  });
  expect(crossed).toEqual([{ ...ana, is_online: true, channel_ids: [general] }]);
});
