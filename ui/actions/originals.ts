import { effect } from "@preact/signals";

import { ChatError } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { App } from "../app.ts";
import { isPassing } from "../link/link-error.ts";
import type { State } from "../state/state.ts";
import { messageAt, withTimeline } from "../state/timeline.ts";
import { attempt } from "./say.ts";

/** After an answer that was none. */
const pause_ms = 5_000;

/** Fetches what the replies in the open channel answer and what is not among the messages held. Ends with the returned function. */
export function watchOriginals(app: App): () => void {
  const { view } = app.store;
  let asking = false;
  const look = () => {
    const wanted = asking ? undefined : missing(app.store.state);
    if (wanted === undefined) return;
    asking = true;
    const again = () => {
      asking = false;
      look();
    };
    // More may be missing than one request takes.
    attempt(
      app,
      fetchOriginals(app, wanted).then((wait_ms) => app.timers.after(wait_ms, again)),
    );
  };
  return effect(() => {
    void [view.open_channel_id.value, view.timelines.value, view.connection.value];
    look();
  });
}

interface Wanted {
  channel_id: number;
  seqs: number[];
}

function missing({ open_channel_id: channel_id, timelines, connection }: State): Wanted | undefined {
  const timeline = channel_id === null ? undefined : timelines.get(channel_id);
  if (channel_id === null || timeline === undefined || connection.stage !== "up") return undefined;
  const seqs = new Set<number>();
  for (const { reply_to_seq: seq } of timeline.messages)
    if (seq !== null && messageAt(timeline, seq) === undefined && !timeline.originals.has(seq)) seqs.add(seq);
  return seqs.size === 0 ? undefined : { channel_id, seqs: [...seqs].slice(0, limits.get_messages_max) };
}

/** Gives how long to wait before the next request. Nobody has asked for it, so nobody is told of a refusal. */
async function fetchOriginals({ link, store }: App, { channel_id, seqs }: Wanted): Promise<number> {
  try {
    await link.request(
      "message.get",
      { channel_id, seqs },
      {
        settle({ messages }) {
          const timeline = store.state.timelines.get(channel_id);
          if (timeline === undefined) return;
          const originals = new Map(timeline.originals);
          for (const seq of seqs) originals.set(seq, messages.find((message) => message.seq === seq) ?? null);
          store.commit(withTimeline(store.state, channel_id, { ...timeline, originals }));
        },
      },
    );
    return 0;
  } catch (error) {
    if (error instanceof ChatError) return error.retry_after_ms ?? pause_ms;
    // Asked again after the next login.
    if (isPassing(error)) return 0;
    throw error;
  }
}
