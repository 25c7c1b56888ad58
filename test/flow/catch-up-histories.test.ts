import { expect, test } from "bun:test";

import { systemClock } from "../../src/system/clock.ts";
import { type ChangeKind, Changes } from "../support/chaos/changes.ts";
import { LocalPeer } from "../support/chaos/local-peer.ts";
import { createTestContext } from "../support/context.ts";
import { type Random, seeded } from "../support/random.ts";
import { ReplicaChannel } from "../support/replica-channel.ts";

const histories = 1_000;
const kinds: ChangeKind[] = [
  "send",
  "send",
  "send",
  "edit",
  "edit",
  "delete",
  "react",
  "react",
  "react",
  "pin",
];

interface Scene {
  random: Random;
  ana: LocalPeer;
  channel_id: number;
}

/** Asks for what was missed, and for all the pages when that is too much. */
async function comeBack({ ana }: Scene, copy: ReplicaChannel): Promise<void> {
  const { changes } = await ana.request("sync.catch_up", { channels: [copy.position] });
  for (const change of changes) copy.takeChanges(change);
  while (!copy.is_whole) {
    const { channel_id, from_seq: before_seq } = copy;
    copy.takePage(await ana.request("message.history", { channel_id, before_seq, limit: 100 }));
  }
}

async function copyOf(scene: Scene): Promise<ReplicaChannel> {
  const copy = new ReplicaChannel(scene.channel_id, scene.ana.user.user_id);
  await comeBack(scene, copy);
  return copy;
}

/** One history of one channel: a copy that hears everything, and one that is away now and then. */
async function liveThrough(people: LocalPeer[], seed: number) {
  const random = seeded(seed);
  const [ana = expect.unreachable(), ...others] = people;
  const { channel } = await ana.request("channel.create", { kind: "private", name: `history-${seed}` });
  for (const { user } of others)
    await ana.request("channel.add_member", { channel_id: channel.id, username: user.username });
  const scene = { random, ana, channel_id: channel.id };
  const changes = new Changes(random, () => people, channel.id);
  const begun = ana.heard.length;
  const back_and_forth = new ReplicaChannel(channel.id, ana.user.user_id);
  for (let absences = 1 + random.below(4); absences > 0; absences--) {
    const steps = random.below(50) === 0 ? 280 : random.below(16);
    for (let step = 0; step < steps; step++) await changes.make(random.pick(kinds));
    await comeBack(scene, back_and_forth);
  }
  const live = new ReplicaChannel(channel.id, ana.user.user_id);
  const holes = ana.heard.slice(begun).filter((event) => live.apply(event) === "hole");
  const fresh = await copyOf(scene);
  // Archived and left it counts no more among the channels that one can make.
  await ana.request("channel.update", { channel_id: channel.id, archived: true });
  for (const person of people) await person.request("channel.leave", { channel_id: channel.id });
  return { seed, holes, live, back_and_forth, fresh };
}

test(`${histories} random histories: live, resumed and fresh copies are the same, field by field`, async () => {
  const context = await createTestContext(systemClock);
  const names = ["ana", "ben", "cat"];
  const people = await Promise.all(names.map((name) => LocalPeer.register(context, name)));
  let messages = 0;
  let far_behind = 0;
  for (let seed = 1; seed <= histories; seed += 20) {
    const seeds = Array.from({ length: 20 }, (_, index) => seed + index);
    for (const history of await Promise.all(seeds.map((each) => liveThrough(people, each)))) {
      const { holes, live, back_and_forth, fresh } = history;
      expect({ seed: history.seed, holes }).toEqual({ seed: history.seed, holes: [] });
      expect({ seed: history.seed, messages: live.messages }).toEqual({
        seed: history.seed,
        messages: fresh.messages,
      });
      expect({ seed: history.seed, messages: back_and_forth.messages }).toEqual({
        seed: history.seed,
        messages: fresh.messages,
      });
      expect([live.rev, back_and_forth.rev]).toEqual([fresh.rev, fresh.rev]);
      messages += fresh.messages.length;
      if (fresh.rev > 250) far_behind++;
    }
    for (const { heard } of people) heard.length = 0;
  }
  expect(messages).toBeGreaterThan(10_000);
  expect(far_behind).toBeGreaterThan(20);
  await context.store.close();
}, 60_000);

test("who missed more than fits into one answer still ends with what a fresh login has", async () => {
  const context = await createTestContext(systemClock);
  const ana = await LocalPeer.register(context, "ana");
  const { channel } = await ana.request("channel.create", { name: "long" });
  const channel_id = channel.id;
  const ids: number[] = [];
  for (let number = 1; number <= 150; number++) {
    const nonce = String(number);
    ids.push((await ana.request("message.send", { channel_id, nonce, content: nonce })).id);
  }
  const scene = { random: seeded(1), ana, channel_id };
  const copy = await copyOf(scene);
  // Half of them, not side by side, and more of it than one frame takes.
  for (const [index, id] of ids.entries())
    if (index % 2 === 0) await ana.request("message.edit", { id, content: "\u{1f600}".repeat(2_000) });
  await comeBack(scene, copy);
  const fresh = await copyOf(scene);
  expect(copy.messages.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
  expect(copy.messages).toEqual(fresh.messages);
  await context.store.close();
});
