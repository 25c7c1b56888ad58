import { expect, test } from "bun:test";

import type { Channel } from "../../src/protocol/channel.ts";
import type { EventBody, EventName } from "../../src/protocol/registry.ts";
import { systemClock } from "../../src/system/clock.ts";
import { type Reducer, reducers } from "../../ui/state/reducers.ts";
import { initialState, type State } from "../../ui/state/state.ts";
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

/** What a device counts by nothing but a list of channels and what it has heard since, with the page's own rules. */
async function following(device: LocalPeer, channel_id: number): Promise<() => Counts | undefined> {
  const { channels } = await device.request("channel.list", {});
  const state: State = {
    ...initialState(0),
    me: device.user,
    channels: new Map(channels.map((channel) => [channel.id, channel])),
  };
  let heard = device.heard.length;
  return () => {
    for (const event of device.heard.slice(heard)) Object.assign(state, reduced(state, event));
    heard = device.heard.length;
    return countsIn([...state.channels.values()], channel_id);
  };
}

function reduced<N extends EventName>(state: State, { type, body }: { type: N; body: EventBody<N> }) {
  const reduce: Reducer<N> = reducers[type];
  return reduce(state, body, 0);
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

test("all devices of a person count the same by what they hear: messages, edits, deletions, the marker", async () => {
  const context = await createTestContext(systemClock);
  const people: Person[] = [];
  for (const username of ["ana", "ben", "cat"]) {
    const device = await LocalPeer.register(context, username);
    people.push({ user_id: device.user.user_id, username, devices: [device] });
  }
  const [ana] = people;
  for (let more = 0; more < 2; more++) ana?.devices.push(await LocalPeer.login(context, "ana"));
  const followed = people.flatMap((person) => person.devices.map((device) => ({ person, device })));
  const counts = await Promise.all(followed.map(({ device }) => following(device, general)));
  const model = new UnreadModel(seeded(7), people, general);
  const sum = { unread: 0, mentions: 0 };
  for (let step = 0; step < 1_000; step++) {
    await model.step();
    for (const [at, { person }] of followed.entries()) {
      const truth = model.countsOf(person);
      expect({ step, counts: counts[at]?.() }).toEqual({ step, counts: truth });
      sum.unread += truth.last_seq - truth.read_seq;
      sum.mentions += truth.mention_count;
    }
  }
  const told = followed[0]?.device.heard.filter(({ type }) => type === "mention.changed") ?? [];
  expect(told.length).toBeGreaterThan(30);
  expect(sum.mentions).toBeGreaterThan(500);
  await context.store.close();
});

test("a long row of deleted messages is read for a list of channels and for who hears of each deletion", async () => {
  const context = await createTestContext(systemClock);
  const people: Person[] = [];
  for (const username of ["ana", "ben", "cat"]) {
    const device = await LocalPeer.register(context, username);
    people.push({ user_id: device.user.user_id, username, devices: [device] });
  }
  const model = new UnreadModel(seeded(11), people, general);
  for (let step = 0; step < 20; step++) await model.step();
  const [ana = expect.unreachable()] = people;
  const [device = expect.unreachable()] = ana.devices;
  const heard = await following(device, general);
  const look = async () => {
    const truth = model.countsOf(ana);
    const { channels } = await device.request("channel.list", {});
    expect({ listed: countsIn(channels, general), heard: heard() }).toEqual({ listed: truth, heard: truth });
  };
  await model.writeAndDelete(ana, 1, look); // she has read all before
  const { last_seq } = model.countsOf(ana);
  for (const person of people.slice(1)) await model.writeAndDelete(person, 250, look);
  const end = last_seq + 500;
  expect(model.countsOf(ana)).toEqual({ last_seq: end, read_seq: end, mention_count: 0 });
  await context.store.close();
});

test("who has left a channel does not hear that an old message of it names them no more", async () => {
  const context = await createTestContext(systemClock);
  const ana = await LocalPeer.register(context, "ana");
  const ben = await LocalPeer.register(context, "ben");
  const { channel } = await ana.request("channel.create", { kind: "private", name: "attic" });
  const channel_id = channel.id;
  await ana.request("channel.add_member", { channel_id, username: "ben" });
  const { id } = await ana.request("message.send", { channel_id, nonce: "n1", content: "@ben look" });
  await ben.request("channel.leave", { channel_id });
  const before = ben.heard.length;
  await ana.request("message.edit", { id, content: "nobody" });
  await ana.request("message.send", { channel_id: general, nonce: "n2", content: "fence" });
  expect(ben.heard.slice(before).map(({ type }) => type)).toEqual(["message.created"]);
  await context.store.close();
});
