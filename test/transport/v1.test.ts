import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

type Frame = Record<string, unknown>;

/** A room of clients of protocol 1 in one process; each keeps what it has been told. */
async function room() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const speak = createSpeaker(context);
  const enter = async (username: string, way: "register" | "login" = "register") => {
    const client = connect(context, speak);
    await client.say({ type: `auth_${way}`, username, password: "secret" });
    return client;
  };
  return { clock, context, enter };
}

function connect(context: Context, speak: ReturnType<typeof createSpeaker>) {
  const { wire, connection } = fakeConnection(context, speak);
  const say = async (...frames: Frame[]) => {
    connection.receive(Buffer.concat(frames.map(encodeFrame)));
    await connection.settled();
  };
  let seen = 0;
  /** What has come since the last time this was asked. */
  const news = (): Frame[] => {
    const frames = wire.frames().slice(seen) as Frame[];
    seen += frames.length;
    return frames;
  };
  return { connection, say, news };
}

test("a message to a channel by name does not change where messages without one go", async () => {
  const { enter } = await room();
  const ana = await enter("ana");
  await ana.say({ type: "channel_create", name: "games" });
  ana.news();
  await ana.say(
    { type: "message", channel: "games", content: "there" },
    { type: "message", content: "here" },
  );
  expect(ana.news().map(({ channel, content }) => [channel, content])).toEqual([
    ["games", "there"],
    ["general", "here"],
  ]);
});

test("a description that is too long is cut, not refused", async () => {
  const { enter } = await room();
  const ana = await enter("ana");
  ana.news();
  await ana.say({ type: "channel_create", name: "games", description: "👋".repeat(300) });
  expect(ana.news()).toMatchObject([{ type: "channel_created", channel: { description: "👋".repeat(200) } }]);
});

test("who left general and comes back: joined is told once, and before the status", async () => {
  const { clock, enter } = await room();
  const ana = await enter("ana");
  const ben = await enter("ben");
  clock.move(1_000);
  await ben.say({ type: "channel_leave" });
  ben.connection.closed(true);
  clock.move(1_000);
  await ana.say({ type: "channel_list" }); // behind it, that ben has gone is told
  ana.news();
  await enter("ben", "login");
  clock.move(1_000);
  expect(ana.news()).toEqual([
    { type: "user_joined", channel: "general", username: "ben" },
    { type: "status_change", username: "ben", status: "online" },
  ]);
});

test("a private message that was only written to a dead connection comes again; one that was heard does not", async () => {
  const { clock, enter } = await room();
  const ana = await enter("ana");
  const lost = await enter("ben");
  await ana.say({ type: "private_message", to: "ben", content: "are you there?" });
  expect(lost.news().at(-1)).toMatchObject({ type: "private_message", content: "are you there?" });
  lost.connection.closed(false);
  clock.move(1_000);

  const back = await enter("ben", "login");
  expect(back.news().filter(({ type }) => type === "private_message")).toMatchObject([
    { content: "are you there?" },
  ]);
  back.connection.closed(true);
  clock.move(1_000);

  const again = await enter("ben", "login");
  const heard = again.news();
  expect(heard.map(({ type }) => type)).toContain("channel_joined");
  expect(heard.filter(({ type }) => type === "private_message")).toEqual([]);
});
