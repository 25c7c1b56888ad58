import { expect, test } from "bun:test";

import { ChatError } from "../../src/protocol/errors.ts";
import type { RequestInput, RequestName } from "../../src/protocol/registry.ts";
import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import type { PeerV2 } from "../support/v2-peer.ts";

async function scene() {
  const server = await startServer();
  const people = await friends(server, "ana", "ben", "eve");
  const { channel } = await people.ana.request("channel.create", { kind: "private", name: "closed" });
  await people.ana.fence();
  return {
    server,
    ...people,
    channel_id: channel.id,
    async [Symbol.asyncDispose]() {
      people[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The error as it crosses the wire. */
async function refusal<N extends RequestName>(peer: PeerV2, type: N, body: object) {
  try {
    await peer.request(type, body as RequestInput<N>); // attempts has a body of its own for each
  } catch (error) {
    if (error instanceof ChatError) return { code: error.code, message: error.message };
    throw error;
  }
  return expect.unreachable();
}

type Attempt = (channel_id: number, id: number) => { [N in RequestName]?: RequestInput<N> };

const attempts: Attempt = (channel_id, id) => ({
  "channel.join": { channel_id },
  "channel.leave": { channel_id },
  "channel.add_member": { channel_id, username: "eve" },
  "channel.update": { channel_id, name: "mine" },
  "channel.mark_read": { channel_id, read_seq: 1 },
  "channel.mark_unread": { channel_id, seq: 1 },
  "member.list": { channel_id },
  "message.send": { channel_id, nonce: crypto.randomUUID(), content: "let me in" },
  "message.history": { channel_id },
  "message.get": { channel_id, seqs: [1] },
  "message.pins": { channel_id },
  "typing.start": { channel_id },
  "message.edit": { id, content: "changed" },
  "message.delete": { id },
  "message.edits": { id },
  "message.react": { id, emoji: "👍", on: true },
  "message.reactors": { id, emoji: "👍" },
  "message.pin": { id, on: true },
});

test("to outsiders a private channel is the same as a missing one, whatever they ask", async () => {
  await using world = await scene();
  const { ana, eve, channel_id } = world;
  const { id } = await ana.say(channel_id, "a secret");
  const asked = Object.keys(attempts(1, 1)) as RequestName[];
  for (const type of asked) {
    const hidden = await refusal(eve, type, attempts(channel_id, id)[type] ?? {});
    const missing = await refusal(eve, type, attempts(99_999, 99_999)[type] ?? {});
    expect({ type, ...hidden }).toEqual({ type, ...missing });
    expect(hidden.code).toBe("not_found");
  }
  const { channels } = await eve.request("channel.list", {});
  expect(channels.map(({ name }) => name)).toEqual(["general"]);
  const caught_up = await eve.request("sync.catch_up", { channels: [{ channel_id, rev: 0 }] });
  expect(caught_up).toMatchObject({ channels: [{ name: "general" }], changes: [] });
  expect(await eve.fence()).toEqual([]);
  const { messages } = await ana.request("message.history", { channel_id });
  expect(messages).toMatchObject([{ content: "a secret", rev: 1, reactions: [], pinned_at_ms: null }]);
});

test("a name that a private channel has is free for those who cannot see it", async () => {
  await using world = await scene();
  const { ana, eve, channel_id } = world;
  expect(await refusal(ana, "channel.create", { name: "Closed" })).toMatchObject({ code: "exists" });
  const { channel } = await eve.request("channel.create", { kind: "private", name: "closed" });
  expect(channel.id).not.toBe(channel_id);
});

test("who is added sees the channel, hears it, and the members hear of the new one", async () => {
  await using world = await scene();
  const { ana, ben, eve, channel_id } = world;
  await ana.say(channel_id, "before");
  await ana.fence();
  const member = { ...ben.user, status: "online" as const, status_text: "" };
  expect(await ana.request("channel.add_member", { channel_id, username: "BEN" })).toEqual({ member });
  expect((await ben.next("channel.created")).channel).toMatchObject({
    id: channel_id,
    kind: "private",
    name: "closed",
    joined: true,
    last_seq: 1,
    read_seq: 1,
  });
  expect(await ana.next("member.joined")).toEqual({ channel_id, member });
  await ana.say(channel_id, "welcome");
  expect((await ben.next("message.created")).message.content).toBe("welcome");
  const { messages } = await ben.request("message.history", { channel_id });
  expect(messages.map(({ content }) => content)).toEqual(["before", "welcome"]);

  await ben.fence();
  await ana.fence();
  await ana.request("channel.add_member", { channel_id, username: "ben" }); // twice is no error
  expect(await ben.fence()).toEqual([]);
  expect(await refusal(ana, "channel.add_member", { channel_id, username: "nobody" })).toMatchObject({
    code: "not_found",
  });
  expect(await eve.fence()).toEqual([]);
});

test("who leaves a private channel is an outsider again, on all devices", async () => {
  await using world = await scene();
  const { ana, ben, channel_id } = world;
  await ana.request("channel.add_member", { channel_id, username: "ben" });
  await ben.fence();
  await ben.request("channel.leave", { channel_id });
  expect(await ben.next("member.left")).toEqual({ channel_id, user: ben.user });
  await ana.say(channel_id, "among ourselves");
  expect(await ben.fence()).toEqual([]);
  const body = { channel_id };
  expect(await refusal(ben, "message.history", body)).toEqual({
    code: "not_found",
    message: "No such channel.",
  });
  expect(await refusal(ben, "channel.join", body)).toEqual({
    code: "not_found",
    message: "No such channel.",
  });
});

test("name and archive are for who made the channel, the description for all members", async () => {
  await using world = await scene();
  const { ana, ben, eve, channel_id } = world;
  await ana.request("channel.add_member", { channel_id, username: "ben" });
  for (const change of [{ name: "taken-over" }, { archived: true }])
    expect((await refusal(ben, "channel.update", { channel_id, ...change })).code).toBe("forbidden");
  await ana.fence();
  await ben.request("channel.update", { channel_id, description: "  what\nwe do " });
  const told = { channel_id, name: "closed", description: "what we do", archived_at_ms: null };
  expect(await ana.next("channel.updated")).toEqual(told);
  await ana.request("channel.update", { channel_id, name: "Inner" });
  await ben.next("channel.updated");
  expect(await ben.next("channel.updated")).toEqual({ ...told, name: "inner" });
  expect(await eve.fence()).toEqual([]);
});

test("in an archived channel nothing can be written or changed until it is opened again", async () => {
  await using world = await scene();
  const { ana, ben, channel_id } = world;
  await ana.request("channel.add_member", { channel_id, username: "ben" });
  const { id } = await ana.say(channel_id, "the last word");
  const { channel } = await ana.request("channel.update", { channel_id, archived: true });
  expect(channel.archived_at_ms).toBeGreaterThan(0);
  expect(await ben.next("channel.updated")).toMatchObject({ archived_at_ms: channel.archived_at_ms });
  const forbidden = { code: "forbidden" as const, message: "The channel is archived." };
  const tried = attempts(channel_id, id);
  for (const type of [
    "message.send",
    "message.edit",
    "message.delete",
    "message.react",
    "message.pin",
    "typing.start",
  ] as const)
    expect({ type, ...(await refusal(ana, type, tried[type] ?? {})) }).toEqual({ type, ...forbidden });
  expect((await ben.request("message.history", { channel_id })).messages.length).toBe(1);
  await ana.request("channel.update", { channel_id, archived: false });
  expect((await ben.say(channel_id, "one more")).seq).toBe(2);
});

test("a public channel is everybody's to read, and its members' to write in", async () => {
  await using world = await scene();
  const { ana, eve } = world;
  const { channel } = await ana.request("channel.create", { name: "open" });
  await eve.next("channel.created");
  const { id } = await ana.say(channel.id, "hello");
  expect(await eve.fence()).toEqual([]); // not joined: nothing comes
  expect((await eve.request("message.history", { channel_id: channel.id })).messages.length).toBe(1);
  const tried = attempts(channel.id, id);
  for (const type of [
    "message.send",
    "message.react",
    "message.pin",
    "channel.update",
    "typing.start",
  ] as const)
    expect({ type, code: (await refusal(eve, type, tried[type] ?? {})).code }).toEqual({
      type,
      code: "forbidden",
    });
  await eve.request("channel.join", { channel_id: channel.id });
  await eve.say(channel.id, "now I may");
});

test("protocol 1 cannot tell a private channel from a missing one, and its members can use it", async () => {
  await using world = await scene();
  const { server, ana, channel_id } = world;
  await ana.say(channel_id, "a secret");
  using olga = await PeerV1.register(server, "olga");
  await olga.fence();
  const ask = async (type: string, channel: string) => {
    olga.send(type, { channel, content: "let me in" });
    const { code, message } = await olga.next("error");
    return { code, message: String(message).replace(channel, "X") };
  };
  for (const type of ["channel_join", "channel_leave", "user_list", "message", "action"])
    expect({ type, ...(await ask(type, "closed")) }).toEqual({ type, ...(await ask(type, "no-such")) });
  const before = await olga.ask("channel_list", {}, "channel_info");
  expect(JSON.stringify(before)).not.toContain("closed");

  await ana.request("channel.add_member", { channel_id, username: "olga" });
  expect(await olga.next("channel_created")).toMatchObject({ channel: { name: "closed" } });
  olga.send("message", { channel: "closed", content: "thank you" });
  await olga.next("message");
  expect((await ana.next("message.created")).message.content).toBe("a secret");
  expect((await ana.next("message.created")).message.content).toBe("thank you");
});
