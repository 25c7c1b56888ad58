import { expect, test } from "bun:test";
import { rm } from "node:fs/promises";

import { friends } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

const channelOf = async (peer: PeerV2, channel_id: number) =>
  (await peer.request("channel.list", {})).channels.find(({ id }) => id === channel_id);

test("how one wants a channel is told to one's own devices and to nobody else, protocol 1 included", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  using phone = await PeerV2.login(server, "ana");
  using old = await PeerV1.login(server, "ana");
  await old.fence();
  for (const peer of [ana, ben, phone]) await peer.fence();

  const change = { channel_id: general, level: "mentions", favorite: true } as const;
  const preferences = { level: "mentions", muted: false, favorite: true, place: null };
  expect(await phone.request("channel.set_preferences", change)).toEqual({ preferences } as never);
  const told = { channel_id: general, preferences };
  for (const peer of [ana, phone])
    expect(await peer.next("channel.preferences_changed")).toEqual(told as never);
  await phone.request("channel.set_preferences", change); // changes nothing: nothing to tell
  await phone.request("channel.arrange", { channel_ids: [general] });
  await phone.request("channel.arrange", { channel_ids: [general] });
  for (const peer of [ana, phone])
    expect(await peer.fence()).toMatchObject([
      { type: "channel.arranged", body: { channel_ids: [general] } },
    ]);
  expect(await channelOf(ana, general)).toMatchObject({ level: "mentions", favorite: true, place: 1 });
  expect(await ben.fence()).toEqual([]);
  expect(await channelOf(ben, general)).not.toContainAnyKeys(["level", "muted", "favorite", "place"]);
  expect(await old.fence()).toEqual([]);
  expect(await old.say("as ever")).toMatchObject({ content: "as ever" });
  await ben.say(general, "@ana hello");
  expect(await channelOf(phone, general)).toMatchObject({ mention_count: 1 });
});

test("they outlast a restart, and go when one leaves", async () => {
  const folder = await temporaryFolder();
  const server = await startServer({ folder });
  const ana = await PeerV2.register(server, "ana");
  const { channel } = await ana.request("channel.create", { name: "games" });
  const channel_id = channel.id;
  await ana.request("channel.set_preferences", { channel_id, muted: true });
  await ana.request("channel.arrange", { channel_ids: [channel_id, general] });
  await server.stop("SIGKILL");

  await using restarted = await startServer({ folder });
  using back = await PeerV2.resume(restarted, ana.token);
  expect(await channelOf(back, channel_id)).toMatchObject({ muted: true, place: 1 });
  await back.request("channel.leave", { channel_id });
  expect(await channelOf(back, channel_id)).not.toContainAnyKeys(["muted", "place"]);
  const again = await back.request("channel.join", { channel_id });
  expect(again.channel).not.toContainAnyKeys(["muted", "place"]);
  await rm(folder, { recursive: true });
});

test("an order names channels one is in, each once, or nothing changes", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const closed = (await ben.request("channel.create", { kind: "private", name: "closed" })).channel.id;
  const open = (await ben.request("channel.create", { name: "open" })).channel.id;
  const arrange = (channel_ids: number[]) => ana.request("channel.arrange", { channel_ids });
  const hidden = { code: "not_found", message: "No such channel." };
  for (const id of [closed, 9_999]) await expect(arrange([general, id])).rejects.toMatchObject(hidden);
  const to_join = { code: "forbidden", message: "You must join the channel first." };
  await expect(arrange([general, open])).rejects.toMatchObject(to_join);
  await expect(arrange([general, general])).rejects.toMatchObject({ message: "Name each channel once." });
  await expect(arrange([])).rejects.toMatchObject({ code: "invalid" });
  const many = Array.from({ length: 1_001 }, (_, at) => at + 1);
  await expect(arrange(many)).rejects.toMatchObject({ code: "invalid" });
  expect(await channelOf(ana, general)).not.toHaveProperty("place");
  const mute = (channel_id: number) => ana.request("channel.set_preferences", { channel_id, muted: true });
  for (const id of [closed, 9_999]) await expect(mute(id)).rejects.toMatchObject(hidden);
  await expect(mute(open)).rejects.toMatchObject(to_join);
});

test("the first of direct messages does not tell the others how its writer wants them", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const channel_id = (await ana.request("dm.open", { usernames: ["ben"] })).channel.id;
  await ana.request("channel.set_preferences", { channel_id, muted: true, favorite: true, level: "none" });
  await ana.request("channel.arrange", { channel_ids: [channel_id] });
  await ana.say(channel_id, "psst");
  const { channel } = await ben.next("channel.created");
  expect(channel.id).toBe(channel_id);
  expect(channel).not.toContainAnyKeys(["level", "muted", "favorite", "place"]);
  expect(await channelOf(ana, channel_id)).toMatchObject({ muted: true, favorite: true, level: "none" });
});
