import { describe, expect, test } from "bun:test";

import type { ChatEvent } from "../../../src/protocol/registry.ts";
import { catchUp } from "../../../ui/actions/catch-up.ts";
import { loadOlder } from "../../../ui/actions/load-messages.ts";
import { loggedIn, type PageStage, stageAtSignIn, stageOn } from "../../support/page-app.ts";
import { PageOutbox } from "../../support/page-outbox.ts";
import type { PageServer } from "../../support/page-server.ts";
import { settled } from "../../support/page-timers.ts";
import { seeded } from "../../support/random.ts";

const general_id = 1;
const emoji = ["👍", "🎉", "❤️"];

/** One random thing that somebody does in general; undefined when it changed nothing. */
function happen({ data, changes, me }: PageServer, random: () => number): ChatEvent | undefined {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const general = data.channels.get(general_id);
  const all = data.messages.get(general_id) ?? [];
  if (general === undefined) throw new Error("no general");
  const who = pick([me, data.person("ben"), data.person("chidi")]);
  const kind = random();
  if (kind < 0.45 || all.length === 0) {
    const reply_to_seq = all.length > 0 && random() < 0.2 ? pick(all).seq : null;
    // The server moves the author's own marker.
    const read = who.user_id === me.user_id;
    const message = data.say(general, who, `message ${all.length + 1}`, { read, reply_to_seq });
    return { type: "message.created", body: { message } };
  }
  const target = pick(all);
  if (kind > 0.9) return changes.remove(target.id);
  if (target.deleted_at_ms !== null) return undefined;
  if (kind < 0.6) return changes.edit(target.id, `edited ${random()}`);
  if (kind < 0.85) return changes.react(target.id, who, pick(emoji), random() < 0.6);
  return changes.pin(target.id, who, random() < 0.6);
}

/** Everything of general, as this page has it; pages back to the beginning first. */
async function whole({ app }: PageStage) {
  const timeline = () => app.store.state.timelines.get(general_id);
  while (timeline()?.has_older === true) await loadOlder(app, general_id);
  const { messages, rev, has_newer, gap_after_seq } = timeline() ?? {};
  return { channels: app.store.state.channels, messages, rev, has_newer, gap_after_seq };
}

const freshLogin = (chat: PageServer) => loggedIn(stageOn(chat, new PageOutbox()));

async function inSync(stage: PageStage): Promise<void> {
  const fresh = await freshLogin(stage.chat);
  expect(await whole(stage)).toEqual(await whole(fresh));
}

/** 0 included to 1 excluded. */
function chance(seed: number): () => number {
  const { below } = seeded(seed);
  return () => below(1_000_000) / 1_000_000;
}

const seeds = Array.from({ length: 150 }, (_, seed) => seed + 1);

describe("the state after a catch-up is that of a fresh login, field by field", () => {
  test.each(seeds)("away during a random history (seed %i)", async (seed) => {
    const random = chance(seed);
    const stage = await loggedIn(
      stageAtSignIn((chat) => {
        for (let turn = 0; turn < random() * 150; turn++) happen(chat, random);
      }),
    );
    if (random() < 0.5) await loadOlder(stage.app, general_id);
    for (let absence = 0; absence < 3; absence++) {
      stage.bridge.lose();
      await settled();
      for (let turn = 0; turn < random() ** 3 * 500; turn++) happen(stage.chat, random);
      await stage.timers.pass(60_000);
      expect(stage.app.store.state.connection.stage).toBe("up");
    }
    await inSync(stage);
  });

  test.each(seeds)("hearing all of it live, but for some events that never come (seed %i)", async (seed) => {
    const random = chance(seed);
    const stage = await loggedIn(stageAtSignIn());
    for (let turn = 0; turn < 120; turn++) {
      const event = happen(stage.chat, random);
      if (event === undefined || random() < 0.05) continue;
      stage.bridge.tell(event);
      // A copy that comes twice, or late, changes nothing.
      if (random() < 0.1) stage.bridge.tell(event);
      if (random() < 0.3) await settled();
      if (random() < 0.05) void loadOlder(stage.app, general_id);
    }
    const message = stage.chat.data.say(general(stage), stage.chat.data.person("ben"), "the last", {
      read: false,
    });
    stage.bridge.tell({ type: "message.created", body: { message } });
    await settled();
    await inSync(stage);
  });
});

function general({ chat }: PageStage) {
  const channel = chat.data.channels.get(general_id);
  if (channel === undefined) throw new Error("no general");
  return channel;
}

test("far behind: the newest page with a gap above it, which closes as one pages back", async () => {
  const stage = await loggedIn(stageAtSignIn());
  stage.bridge.lose();
  await settled();
  const ben = stage.chat.data.person("ben");
  for (let number = 4; number <= 303; number++) stage.chat.data.say(general(stage), ben, `${number}`);
  await stage.timers.pass(1_000);
  const gap = () => {
    const { messages, gap_after_seq } = stage.app.store.state.timelines.get(general_id) ?? {};
    return { first_seq: messages?.[0]?.seq, gap_after_seq };
  };
  expect(gap()).toEqual({ first_seq: 254, gap_after_seq: 3 });
  for (const first_seq of [204, 154, 104, 54]) {
    await loadOlder(stage.app, general_id);
    expect(gap()).toEqual({ first_seq, gap_after_seq: 3 });
  }
  await loadOlder(stage.app, general_id);
  expect(gap()).toEqual({ first_seq: 4, gap_after_seq: null });
  await inSync(stage);
});

test("a database put back from a backup: what it has lost goes here too", async () => {
  const stage = await loggedIn(stageAtSignIn());
  stage.bridge.lose();
  await settled();
  const messages = stage.chat.data.messages.get(general_id) ?? [];
  messages.length = 2;
  Object.assign(general(stage), { last_seq: 2, last_rev: 2, read_seq: 2 });
  await stage.timers.pass(1_000);
  expect(stage.app.store.state.timelines.get(general_id)).toMatchObject({ rev: 2, gap_after_seq: null });
  await inSync(stage);
});

test("one question at a time, however many events come after the hole", async () => {
  const stage = await loggedIn(stageAtSignIn());
  const events = Array.from({ length: 30 }, () => {
    const message = stage.chat.data.say(general(stage), stage.chat.data.person("ben"), "x", { read: false });
    return { type: "message.created" as const, body: { message } };
  });
  stage.bridge.tell(...events.slice(1));
  await settled();
  expect(stage.bridge.heard("sync.catch_up").slice(1)).toEqual([
    { channels: [{ channel_id: general_id, rev: 3, from_seq: 1 }] },
  ]);
  await catchUp(stage.app, general_id);
  expect(stage.bridge.heard("sync.catch_up")).toHaveLength(2);
  await inSync(stage);
});

test("an event that was known already changes nothing", async () => {
  const stage = await loggedIn(stageAtSignIn());
  const id = stage.chat.data.messages.get(general_id)?.[0]?.id ?? 0;
  const event = stage.chat.changes.edit(id, "edited");
  if (event === undefined) throw new Error("no change");
  stage.bridge.tell(event);
  await settled();
  const { timelines } = stage.app.store.state;
  stage.bridge.tell({ ...event, body: { ...event.body, content: "something else" } } as ChatEvent);
  await settled();
  expect(stage.app.store.state.timelines).toBe(timelines);
});
