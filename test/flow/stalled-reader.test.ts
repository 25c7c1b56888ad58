import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import type { EventBody } from "../../src/protocol/registry.ts";
import type { Frame } from "../support/frame-socket.ts";
import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

/** What waits for a reader who does not read, and what the two systems hold of it, is megabytes: that much has to be said. */
const time_ms_max = 60_000;
const batch_size = 200;
const content = "x".repeat(limits.content_chars_max);

test(
  "who stops reading is given up alone: the others lose nothing, and it comes back without a gap",
  async () => {
    await using server = await startServer({ args: ["--log-level", "debug"] });
    using people = await friends(server, "ana", "ben", "cleo");
    const { ana, ben, cleo } = people;
    ana.pause();
    let sent = 0;
    while (!server.log().includes("slow_consumer")) {
      const answers = await Promise.all(Array.from({ length: batch_size }, () => ben.say(1, content)));
      sent += answers.length;
      await cleo.request("ping", {});
    }
    expect(seqsIn(await cleo.fence())).toEqual(upTo(sent));
    expect((await cleo.say(1, "still here")).seq).toBe(sent + 1);

    ana.resume();
    await ana.closed;
    const heard = seqsIn(ana.waiting);
    expect(heard).toEqual(upTo(heard.length));
    expect(heard.length).toBeLessThanOrEqual(sent); // nothing of what was said after it was given up
    using back = await PeerV2.resume(server, ana.token);
    const missed = await missedBy(back, heard.length);
    expect([...heard, ...missed]).toEqual(upTo(sent + 1));
  },
  time_ms_max,
);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

const seqsIn = (frames: Frame[]): number[] =>
  frames.flatMap(({ type, body }) =>
    type === "message.created" ? [(body as EventBody<"message.created">).message.seq] : [],
  );

/** What came after this seq, page by page, as far as the channel goes by what catching up says. */
async function missedBy(peer: PeerV2, seen_seq: number): Promise<number[]> {
  const { channels } = await peer.request("sync.catch_up", { channels: [{ channel_id: 1, rev: seen_seq }] });
  const last_seq = channels.find(({ id }) => id === 1)?.last_seq ?? 0;
  const seqs: number[] = [];
  for (let after_seq = seen_seq; after_seq < last_seq; after_seq = seqs.at(-1) ?? last_seq) {
    const page = { channel_id: 1, after_seq, limit: limits.history_page_max };
    const { messages } = await peer.request("message.history", page);
    if (messages.length === 0) break;
    seqs.push(...messages.map(({ seq }) => seq));
  }
  return seqs;
}
