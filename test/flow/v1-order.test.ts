import { expect, test } from "bun:test";

import { friendsV1 } from "../support/people.ts";
import { startServer } from "../support/server.ts";

test("messages sent without waiting keep their order, whether they name their channel or not", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  const contents = Array.from({ length: 200 }, (_, number) => `message ${number}`);
  for (const [number, content] of contents.entries()) {
    const named =
      number % 3 === 0 ? { channel: "general" } : number % 3 === 1 ? { channel: " General " } : {};
    people.ana.send(number % 5 === 0 ? "action" : "message", { ...named, content });
  }
  await people.ana.fence();
  const heard = await people.ben.fence();
  expect(heard.map(({ content }) => content)).toEqual(contents);
});

test("a message right behind a join goes to the channel that was joined", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  people.ana.send("channel_create", { name: "music" });
  people.ana.send("channel_join", { channel: "music" });
  people.ana.send("message", { content: "a song" });
  people.ana.send("message", { channel: "general", content: "back here" });
  people.ana.send("message", { content: "and another" });
  const frames = await people.ana.fence();
  const said = frames.filter(({ type }) => type === "message");
  expect(said.map(({ channel, content }) => [channel, content])).toEqual([
    ["music", "a song"],
    ["general", "back here"],
    ["music", "and another"],
  ]);
});
