import { expect, test } from "bun:test";

import type { Channel } from "../../src/protocol/channel.ts";
import { systemClock } from "../../src/system/clock.ts";
import { LocalPeer } from "../support/chaos/local-peer.ts";
import { type Counts, type Person, UnreadModel } from "../support/chaos/unread-model.ts";
import { createTestContext } from "../support/context.ts";
import { type Random, seeded } from "../support/random.ts";

const general = 1;
const histories = 100;

const countsIn = (channels: readonly Channel[], channel_id: number): Counts | undefined => {
  const channel = channels.find(({ id }) => id === channel_id);
  return channel && pickCounts(channel);
};

const pickCounts = ({ last_seq, read_seq, mention_count }: Channel): Counts => ({
  last_seq,
  read_seq,
  mention_count,
});

/** Where a device believes the marker to be, by nothing but what it has heard. */
function followMarker(device: LocalPeer, channel_id: number): number {
  let read_seq = 0;
  for (const { type, body } of device.heard) {
    if (type === "channel.marked_read" && body.channel_id === channel_id) read_seq = body.read_seq;
    if (type !== "message.created" || body.message.channel_id !== channel_id) continue;
    if (body.message.author.user_id === device.user.user_id) read_seq = body.message.seq;
  }
  return read_seq;
}

/** Somebody's device goes, or a new one comes; devices that have heard all from the beginning stay first. */
async function comeAndGo(random: Random, { devices, username }: Person, context: LocalPeer["context"]) {
  const is_leaving = random.below(2) === 0 && devices.length > 0;
  if (is_leaving) devices.splice(random.below(devices.length), 1)[0]?.hangUp();
  else if (devices.length < 3) devices.push(await LocalPeer.login(context, username));
}

test(`in ${histories} random histories every device is told what a naive recount finds`, async () => {
  const context = await createTestContext(systemClock);
  const people: Person[] = [];
  for (const username of ["ana", "ben", "cat"]) {
    const device = await LocalPeer.register(context, username);
    people.push({ user_id: device.user.user_id, username, devices: [device] });
  }
  const founder = await LocalPeer.register(context, "founder");
  const sum = { unread: 0, mentions: 0 };
  for (let seed = 1; seed <= histories; seed++) {
    const random = seeded(seed);
    const { channel } = await founder.request("channel.create", { kind: "private", name: `history-${seed}` });
    for (const { username } of people)
      await founder.request("channel.add_member", { channel_id: channel.id, username });
    const model = new UnreadModel(random, people, channel.id);
    for (let step = 0; step < 40; step++) {
      if (random.below(6) === 0) await comeAndGo(random, random.pick(people), context);
      if (people.every(({ devices }) => devices.length === 0)) continue;
      await model.step();
      for (const person of people) {
        const counts = model.countsOf(person);
        if (person.devices.length > 0) {
          const device = random.pick(person.devices);
          const { channels } = await device.request("sync.catch_up", {});
          expect({ seed, step, counts: countsIn(channels, channel.id) }).toEqual({ seed, step, counts });
        }
        sum.unread += counts.last_seq - counts.read_seq;
        sum.mentions += counts.mention_count;
      }
    }
    for (const person of people) {
      while (person.devices.length > 0) person.devices.pop()?.hangUp();
      person.devices.push(await LocalPeer.login(context, person.username));
      await person.devices[0]?.request("channel.leave", { channel_id: channel.id });
    }
    await founder.request("channel.leave", { channel_id: channel.id });
  }
  expect(sum.unread).toBeGreaterThan(5_000);
  expect(sum.mentions).toBeGreaterThan(500);
  await context.store.close();
}, 60_000);

test("all devices of a person hear where the marker is, whichever of them moved it", async () => {
  const context = await createTestContext(systemClock);
  const ben = await LocalPeer.register(context, "ben");
  const first = await LocalPeer.register(context, "ana");
  const devices = [first, await LocalPeer.login(context, "ana"), await LocalPeer.login(context, "ana")];
  const person: Person = { user_id: first.user.user_id, username: "ana", devices };
  const others: Person = { user_id: ben.user.user_id, username: "ben", devices: [ben] };
  const model = new UnreadModel(seeded(7), [person, others], general);
  for (let step = 0; step < 500; step++) {
    await model.step();
    const { read_seq } = model.countsOf(person);
    expect(devices.map((device) => followMarker(device, general))).toEqual(devices.map(() => read_seq));
  }
  const told = first.heard.flatMap((event) => (event.type === "channel.marked_read" ? [event.body] : []));
  expect(told.length).toBeGreaterThan(30);
  await context.store.close();
});
