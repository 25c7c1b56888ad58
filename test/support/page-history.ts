import { limits } from "../../src/protocol/limits.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { Reply, RequestBody } from "../../src/protocol/registry.ts";
import type { PageData } from "./page-data.ts";

/** How the fake server of the page's tests reads history, as the real one does. */

type Page = Reply<"message.history">;
type Wanted = Partial<RequestBody<"message.history">> & { channel_id: number };

export function historyPage(data: PageData, wanted: Wanted): Page {
  const { channel_id, before_seq, after_seq, around_seq, limit = limits.history_page_default } = wanted;
  const all = data.messages.get(channel_id) ?? [];
  if (around_seq !== undefined) {
    const older = before(all, around_seq, Math.floor(limit / 2));
    return span(all, older.from, after(all, around_seq - 1, limit - (older.to - older.from)).to);
  }
  const { from, to } =
    after_seq === undefined ? before(all, before_seq ?? Infinity, limit) : after(all, after_seq, limit);
  return span(all, from, to);
}

function before(all: readonly Message[], seq: number, limit: number): { from: number; to: number } {
  const to = Math.max(0, Math.min(all.length, seq - 1));
  return { from: Math.max(0, to - limit), to };
}

function after(all: readonly Message[], seq: number, limit: number): { from: number; to: number } {
  const from = Math.min(all.length, seq);
  return { from, to: Math.min(all.length, from + limit) };
}

const span = (all: readonly Message[], from: number, to: number): Page => ({
  messages: all.slice(from, to),
  has_more_before: from > 0,
  has_more_after: to < all.length,
});

/** The state of one moment: all channels, and what changed in those asked about. */
export function changesSince(
  data: PageData,
  { channels: positions }: RequestBody<"sync.catch_up">,
): Reply<"sync.catch_up"> {
  const changes = positions.flatMap(({ channel_id, rev, from_seq = 0 }) => {
    const channel = data.channels.get(channel_id);
    if (channel === undefined) return [];
    const all = data.messages.get(channel_id) ?? [];
    const changed = all.filter((message) => message.rev > rev && message.seq >= from_seq);
    const is_gap = changed.length > limits.catch_up_max || rev > channel.last_rev;
    const messages = is_gap ? all.slice(-limits.history_page_default) : changed;
    return [{ channel_id, last_rev: channel.last_rev, is_gap, messages }];
  });
  return { channels: [...data.channels.values()], changes, left_out: [] };
}
