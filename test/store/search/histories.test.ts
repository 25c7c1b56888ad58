import { expect } from "bun:test";

import { fold } from "../../../src/store/search/fold.ts";
import { pick, type Random, randomFrom } from "../../conformance/random.ts";
import { makeChannel, openDm, register, say } from "../../conformance/scene.ts";
import { jumpingClock, type SearchScene, searchScenes } from "./scene.ts";

/** Parts and steps so small that every border between them is met often. */
const sizes = { part_messages: 16, step_messages: 5 };
const searchTest = searchScenes(sizes);
const slowTest = searchScenes(sizes, jumpingClock(1));

interface Entry {
  id: number;
  channel_id: number;
  author_id: number;
  content: string;
  at_ms: number;
}

const letters = ["a", "b", "é", " ", "东", "京", "B", "🎉", "-", '"'];
const textOf = (random: Random, length: number) =>
  Array.from({ length: 1 + random(length) }, () => pick(random, letters)).join("");

/** What was said, as a list that is searched from one end to the other. */
class Conversation {
  readonly entries: Entry[] = [];
  readonly members = new Map<number, Set<number>>();

  constructor(
    readonly scene: SearchScene,
    readonly random: Random,
    readonly users: readonly number[],
  ) {}

  async act(): Promise<void> {
    const { scene, random, entries, members } = this;
    const { store } = scene;
    const what = random(20);
    const entry = entries.length > 0 ? pick(random, entries) : undefined;
    const channel_id = pick(random, [...members.keys()]);
    if (entry === undefined || what < 10) {
      const author_id = pick(random, this.users);
      members.get(channel_id)?.add(author_id);
      await store.members.add(channel_id, author_id, 1);
      const [content, now_ms] = [textOf(random, 12), random(5) * 40_000_000];
      const { id } = await say(store, channel_id, author_id, content, { now_ms });
      entries.push({ id, channel_id, author_id, content, at_ms: now_ms });
    } else if (what < 14) {
      entry.content = textOf(random, 12);
      await store.changes.edit({ id: entry.id, content: entry.content, mentions: undefined, now_ms: 1 });
    } else if (what < 16) {
      entries.splice(entries.indexOf(entry), 1);
      await store.changes.remove(entry.id, 1);
    } else if (what < 18) {
      await store.changes.react({ id: entry.id, user_id: 1, emoji: "👍", on: random(2) === 1 });
    } else {
      const user_id = pick(random, this.users);
      const set = members.get(channel_id);
      if (set?.delete(user_id) === true) await store.members.remove(channel_id, user_id);
      else {
        set?.add(user_id);
        await store.members.add(channel_id, user_id, 1);
      }
    }
  }

  ask(): void {
    const { random, members, users, scene } = this;
    const user_id = pick(random, users);
    const some = <T>(all: readonly T[]) => (random(3) === 0 ? [pick(random, all)] : []);
    const wish = {
      words: random(8) === 0 ? [] : Array.from({ length: 1 + random(2) }, () => textOf(random, 4)),
      without: random(4) === 0 ? [textOf(random, 2)] : [],
      author_ids: some(users),
      channel_ids: some([...members.keys()]),
      ...(random(4) === 0 ? { before_ms: random(200_000_000) } : {}),
      ...(random(4) === 0 ? { after_ms: random(200_000_000) } : {}),
    };
    const limit = 1 + random(6);
    const wanted = this.entries
      .filter((entry) => this.#fits(entry, { ...wish, user_id }))
      .toSorted((a, b) => b.id - a.id)
      .map(({ content }) => content);
    expect({ ...wish, found: scene.texts({ ...wish, user_id, limit }) }).toEqual({ ...wish, found: wanted });
  }

  #fits(
    entry: Entry,
    wish: Record<"words" | "without", string[]> &
      Record<"author_ids" | "channel_ids", number[]> & {
        user_id: number;
        before_ms?: number;
        after_ms?: number;
      },
  ): boolean {
    const has = (word: string) => fold(entry.content).includes(fold(word));
    const named = (ids: number[], id: number) => ids.length === 0 || ids.includes(id);
    return (
      (entry.channel_id === 1 || this.members.get(entry.channel_id)?.has(wish.user_id) === true) &&
      wish.words.every(has) &&
      !wish.without.some(has) &&
      named(wish.author_ids, entry.author_id) &&
      named(wish.channel_ids, entry.channel_id) &&
      entry.at_ms < (wish.before_ms ?? Infinity) &&
      entry.at_ms >= (wish.after_ms ?? 0)
    );
  }
}

async function begin(scene: SearchScene, random: Random): Promise<Conversation> {
  const { store } = scene;
  const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
  const conversation = new Conversation(scene, random, [ana, ben, cleo]);
  conversation.members.set(1, new Set([ana, ben, cleo]));
  conversation.members.set(await makeChannel(store, "private", "closed", ana, ben), new Set([ana, ben]));
  conversation.members.set(await openDm(store, ben, cleo), new Set([ben, cleo]));
  return conversation;
}

for (let seed = 1; seed <= 18; seed++)
  (seed <= 12 ? searchTest : slowTest)(
    `random history ${seed}: what is found is what a search from end to end finds`,
    async (scene) => {
      const random = randomFrom(seed);
      const conversation = await begin(scene, random);
      // Some of it is there before the index is.
      for (let count = 0; count < random(200); count++) await conversation.act();
      let engine = scene.reopen();
      for (let turn = 0; turn < 40; turn++) {
        for (let count = random(12); count > 0; count--) await conversation.act();
        for (let count = random(8); count > 0; count--)
          if (random(3) ? !engine.step() : !engine.eraseStep()) break;
        if (random(6) === 0) engine = scene.reopen();
        if (random(4) > 0) continue;
        scene.settle();
        for (let count = 0; count < 6; count++) conversation.ask();
      }
      while (engine.eraseStep());
      scene.settle();
      for (let count = 0; count < 40; count++) conversation.ask();
      expect(scene.find({ user_id: 1, words: ["x"] }).indexing).toBeNull();
    },
  );
