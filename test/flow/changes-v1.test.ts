import { expect, test } from "bun:test";

import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

const general = 1;

test("clients of protocol 1 see nothing of edits, deletions, reactions and pins, and go on working", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana } = people;
  using olga = await PeerV1.register(server, "olga");
  await olga.fence();
  const { id } = await ana.say(general, "helo");
  expect(await olga.next("message")).toMatchObject({ content: "helo", id });
  await ana.request("message.edit", { id, content: "hello" });
  await ana.request("message.react", { id, emoji: "👍", on: true });
  await ana.request("message.pin", { id, on: true });
  await ana.request("typing.start", { channel_id: general });
  const second = await ana.say(general, "gone soon");
  await ana.request("message.delete", { id: second.id });
  expect(await olga.fence()).toMatchObject([{ type: "message", content: "gone soon" }]);

  expect(await olga.say("I am here")).toMatchObject({ content: "I am here" });
  await ana.next("message.created");
  await ana.next("message.created");
  expect((await ana.next("message.created")).message).toMatchObject({
    content: "I am here",
    seq: 3,
    nonce: null,
  });
  using later = await PeerV1.connect(server);
  await later.ask("auth_register", { username: "vera", password: "correct horse" }, "auth_result");
  const { history } = await later.next("channel_joined");
  expect(history).toMatchObject([
    { sender: "ana", content: "hello" },
    { sender: "olga", content: "I am here" },
  ]);
});

test("a rename reaches clients of protocol 1 as a channel, and an archived one is not listed", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { ana } = people;
  using olga = await PeerV1.register(server, "olga");
  const { channel } = await ana.request("channel.create", { name: "games" });
  await olga.ask("channel_join", { channel: "games" }, "channel_joined");
  await olga.fence();
  await ana.request("channel.update", { channel_id: channel.id, name: "chess" });
  expect(await olga.next("channel_created")).toMatchObject({ channel: { id: channel.id, name: "chess" } });
  await ana.say(channel.id, "e4");
  expect(await olga.next("message")).toMatchObject({ channel: "chess", content: "e4" });
  await ana.request("channel.update", { channel_id: channel.id, archived: true });
  const { channels } = await olga.ask("channel_list", {}, "channel_info");
  expect(channels).toMatchObject([{ name: "general" }]);
  olga.send("message", { channel: "chess", content: "e5" });
  expect(await olga.next("error")).toMatchObject({ code: "invalid", message: "The channel is archived." });
});
