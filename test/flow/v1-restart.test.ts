import { afterEach, beforeEach, expect, test } from "bun:test";
import { rm } from "node:fs/promises";

import { friendsV1 } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

/** The newest 50 of a channel. */
async function contentsOf(peer: PeerV1, channel: string): Promise<string[]> {
  const { history } = await peer.ask("channel_join", { channel }, "channel_joined");
  return (history as { content: string }[]).map(({ content }) => content);
}

const sent = (round: number) => Array.from({ length: 40 }, (_, number) => `round ${round}, ${number}`);

test("what was seen is there after kill -9 in the middle of talk: once, in order, nothing in between missing", async () => {
  let stored: string[] = [];
  for (let round = 1; round <= 3; round++) {
    const seen: unknown[] = [];
    {
      await using server = await startServer({ folder });
      using ana = round === 1 ? await PeerV1.register(server, "ana") : await PeerV1.login(server, "ana");
      expect(await contentsOf(ana, "general")).toEqual(stored);
      for (const content of sent(round)) ana.send("message", { content });
      while (seen.length < 12) seen.push((await ana.next("message"))["content"]);
      expect(await server.stop("SIGKILL")).toBe(137);
    }
    await using server = await startServer({ folder });
    using ana = await PeerV1.login(server, "ana");
    stored = await contentsOf(ana, "general");
    const of_round = stored.filter((content) => content.startsWith(`round ${round},`));
    expect(of_round.slice(0, 12)).toEqual(sent(round).slice(0, 12));
    expect(seen).toEqual(sent(round).slice(0, 12));
    expect(of_round).toEqual(sent(round).slice(0, of_round.length));
  }
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s: clients are told, everything is kept, the exit code is 0",
  async (signal) => {
    {
      await using server = await startServer({ folder });
      using people = await friendsV1(server, "ana", "ben");
      await people.ana.ask("private_message", { to: "ben", content: "psst" }, "private_message");
      await people.ana.say("good night");
      expect(await server.stop(signal)).toBe(0);
      await people.ben.closed;
      expect(people.ben.waiting.at(-1)).toMatchObject({ type: "error", code: "server_closing" });
      expect(server.log()).not.toContain("error");
    }
    await using server = await startServer({ folder });
    using ana = await PeerV1.login(server, "ANA");
    expect(await contentsOf(ana, "general")).toEqual(["good night"]);
  },
);
