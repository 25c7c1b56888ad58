import { expect, test } from "bun:test";

import { startLocalServer } from "../support/local-server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const faults = [
  {
    what: "thrown at once",
    fail: () => {
      throw new Error("a secret of the disk");
    },
  },
  { what: "thrown later", fail: () => Promise.reject(new Error("a secret of the disk")) },
];

test.each(faults)("a fault in a handler, $what, costs that request only", async ({ fail }) => {
  await using server = await startLocalServer();
  const address = { host: "127.0.0.1", port: server.port, tls: false };
  using ana = await PeerV2.register(address, "ana");
  using ben = await PeerV2.register(address, "ben");
  using bot = await PeerV1.register(address, "bot");
  const { messages, channels } = server.context.store;
  const { history } = messages;
  const { listFor } = channels;
  messages.history = fail;
  channels.listFor = fail;

  const before = ana.request("ping", {});
  const failed = ana.request("message.history", { channel_id: 1 });
  const after = ana.say(1, "sent right behind it");
  bot.send("channel_list");
  await before;
  expect(await failed.catch((error: unknown) => error)).toMatchObject({
    code: "internal",
    message: expect.not.stringContaining("secret"),
  });
  expect(await after).toMatchObject({ seq: 1 });
  expect((await ben.next("message.created")).message.content).toBe("sent right behind it");
  expect(await bot.next("error")).toMatchObject({ code: "internal" });

  messages.history = history;
  channels.listFor = listFor;
  const { messages: page } = await ana.request("message.history", { channel_id: 1 });
  expect(page).toHaveLength(1);
  expect(await bot.next("message")).toMatchObject({ sender: "ana" });
  expect(await bot.say("still here")).toMatchObject({ content: "still here" });
  const logged = server.context.log.entries.filter(({ event }) => event === "request_failed");
  expect(logged).toHaveLength(2);
});
