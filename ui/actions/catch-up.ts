import { ChatError, type ErrorCode } from "../../src/protocol/errors.ts";
import type { RequestInput } from "../../src/protocol/registry.ts";
import type { App } from "../app.ts";
import { LinkDown, NoAnswer } from "../link/link-error.ts";
import { caughtUp } from "../state/catch-up.ts";
import type { State } from "../state/state.ts";
import { isBehind, oldestSeq } from "../state/timeline.ts";
import { pauseFor } from "./outbox-sender.ts";
import { refreshPins } from "./pins.ts";
import { attempt } from "./say.ts";

/** Timelines brought up to date after a login: those looked at last. The others, and what did not fit into the answer, when they are opened. */
const timelines_max = 50;

type Positions = NonNullable<RequestInput<"sync.catch_up">["channels"]>;

/** After a login: all channels, and what changed in the timeline on screen and those looked at last, of one moment. */
export async function catchUpAll(app: App): Promise<void> {
  const { store } = app;
  const open_id = store.state.open_channel_id;
  const latest = [...store.state.timelines.keys()].filter((id) => id !== open_id).toReversed();
  const ids = (open_id === null ? latest : [open_id, ...latest]).slice(0, timelines_max);
  const asked = positionsOf(store.state, ids).length;
  try {
    await patiently(app, () => request(app, positionsOf(store.state, ids)));
  } catch (error) {
    // Whatever the server cannot tell of these: begin anew, as after the first login.
    if (!(error instanceof ChatError) || asked === 0) throw error;
    store.commit({ timelines: new Map() });
    await patiently(app, () => request(app, []));
  }
  if (store.state.pins !== null) attempt(app, refreshPins(app, store.state.pins.channel_id));
}

/** Refusals that say nothing of what was asked, only of the moment. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["rate_limited", "busy", "unavailable"]);

/** Waits and asks again, from where one stands by then, while the server cannot answer and the connection lasts. */
export async function patiently(app: App, ask: () => Promise<unknown>): Promise<void> {
  const { number } = app.link;
  for (let tries = 0; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!(error instanceof ChatError) || !passing.has(error.code)) throw error;
      await new Promise<void>((done) => app.timers.after(pauseFor(tries, error), done));
      stayOn(app, number);
    }
  }
}

/** Throws LinkDown unless the connection of this number is still the one that is up. */
export function stayOn({ link }: App, number: number): void {
  if (link.number !== number || !link.is_up) throw new LinkDown("lost", "The connection was lost.");
}

/** Fetches what a timeline lacks: a hole in the live stream, or what was missed while away. */
export async function catchUp(app: App, channel_id: number): Promise<void> {
  if (app.catching_up.has(channel_id)) return;
  app.catching_up.add(channel_id);
  try {
    while (isAskable(app.store.state, channel_id)) {
      const before = app.store.state.timelines.get(channel_id);
      await patiently(app, async () => {
        if (isAskable(app.store.state, channel_id))
          await request(app, positionsOf(app.store.state, [channel_id]));
      });
      attempt(app, refreshPins(app, channel_id));
      // The server had nothing new after all.
      if (app.store.state.timelines.get(channel_id)?.rev === before?.rev) return;
    }
  } catch (error) {
    // The next login, or the next event, begins again.
    if (!(error instanceof LinkDown || error instanceof NoAnswer)) throw error;
  } finally {
    app.catching_up.delete(channel_id);
  }
}

/** A page that is on its way may begin before the messages held: it must be there before one can say from where on. */
function isAskable(state: State, channel_id: number): boolean {
  const timeline = state.timelines.get(channel_id);
  return timeline !== undefined && !timeline.loading_older && isBehind(state, channel_id);
}

const request = ({ link, store }: App, channels: Positions) =>
  link.request(
    "sync.catch_up",
    { channels },
    { settle: (reply) => store.commit(caughtUp(store.state, reply)) },
  );

const positionsOf = ({ timelines }: State, channel_ids: readonly number[]): Positions =>
  channel_ids.flatMap((channel_id) => {
    const timeline = timelines.get(channel_id);
    if (timeline === undefined) return [];
    return [{ channel_id, rev: timeline.rev, from_seq: oldestSeq(timeline) }];
  });
