import type { SearchHit } from "../../src/protocol/search.ts";
import type { App } from "../app.ts";
import {
  emptySearch,
  type Search,
  type SearchWish,
  wishOf,
  withAnswer,
  withChange,
} from "../state/search.ts";
import { visitChannel } from "./channel-membership.ts";
import { foreseenWords, isOfAbsence } from "./error-words.ts";
import { jumpTo } from "./jump.ts";
import { attempt } from "./say.ts";

/** While one types, the search follows after so long a pause. */
const pause_ms = 300;
/** Single letters are looked for when one asks for it. */
const chars_min = 2;
/** A search that has found nothing yet goes on by itself, not faster than the server lets one ask. */
const go_on_ms = 250;
/** Goes on when the search is closed, so that an answer to an earlier one is no news in the next. */
let last_asked = 0;

/** Opens the search, or brings its field back to the hand. */
export function openSearch({ store }: App): void {
  const search = store.state.search ?? emptySearch;
  store.commit({ search: { ...search, focus_id: search.focus_id + 1 }, pins: null });
}

export const closeSearch = ({ store }: App): void => store.commit({ search: null });

/** Takes what is in the field; the search follows when one pauses. */
export function typeSearch(app: App, text: string): void {
  patch(app, { text, problem: null });
  if (text.trim() === "") return forgetHits(app);
  const asked = app.store.state.search?.asked;
  app.timers.after(pause_ms, () => {
    const search = app.store.state.search;
    if (search?.text !== text || text.trim().length < chars_min) return;
    const wish = wishFor(app, text);
    // What is wrong is said when one is done typing: half an operator is no mistake yet.
    if (typeof wish === "string") return;
    // Enter was faster than the pause.
    if (search.asked !== asked && isSame(search.wish, wish)) return;
    attempt(app, ask(app, wish));
  });
}

/** Searches now. */
export function submitSearch(app: App): void {
  const text = app.store.state.search?.text ?? "";
  if (text.trim() === "") return;
  const wish = wishFor(app, text);
  if (typeof wish === "string") patch(app, { problem: wish, loading: false });
  else attempt(app, ask(app, wish));
}

/** What could not be looked for without a connection is looked for now that there is one. */
export function searchAgain(app: App): void {
  if (isOfAbsence(app.store.state.search?.problem)) submitSearch(app);
}

/** Loads what comes after the hits that are there. */
export function loadMoreHits(app: App): void {
  const { search } = app.store.state;
  if (search === null || search.loading || search.wish === null || search.next_before_id === null) return;
  if (app.link.is_up) attempt(app, ask(app, search.wish, search.next_before_id));
}

/** Opens the place where a message that was found stands. A public channel one is not in is joined first. */
export async function openHit(app: App, { channel_id, seq }: SearchHit): Promise<void> {
  if (!app.store.state.channels.has(channel_id)) return;
  await visitChannel(app, channel_id);
  await jumpTo(app, channel_id, seq);
}

/** A message was edited, or deleted when there is no text: what is found shows it. */
export function changeHit({ store }: App, id: number, content: string | null): void {
  const { search } = store.state;
  if (search !== null) store.commit({ search: withChange(search, id, content) });
}

/** An empty field has no hits; what is under way is no news any more. */
function forgetHits(app: App): void {
  patch(app, {
    asked: ++last_asked,
    wish: null,
    loading: false,
    hits: [],
    next_before_id: null,
    indexing: null,
  });
}

const wishFor = ({ store }: App, text: string) => wishOf(text, store.state.channels, store.state.me?.user_id);

async function ask(app: App, wish: SearchWish, before_id?: number): Promise<void> {
  const { search } = app.store.state;
  if (search === null) return;
  if (before_id === undefined && search.loading && isSame(search.wish, wish)) return;
  const asked = ++last_asked;
  patch(app, { asked, wish, loading: true, problem: null });
  try {
    await app.link.request("message.search", before_id === undefined ? wish : { ...wish, before_id }, {
      settle(reply) {
        const now = app.store.state.search;
        if (now?.asked === asked) patch(app, withAnswer(now, reply, before_id !== undefined));
      },
    });
    goOn(app, asked);
  } catch (error) {
    const problem = foreseenWords(error);
    if (app.store.state.search?.asked === asked) patch(app, { problem, loading: false });
  }
}

/** The server ends a search that takes long, although it has found nothing yet. */
function goOn(app: App, asked: number): void {
  const { search } = app.store.state;
  if (search?.asked !== asked || search.hits.length > 0 || search.next_before_id === null) return;
  patch(app, { loading: true });
  app.timers.after(go_on_ms, () => {
    if (app.store.state.search?.asked !== asked) return;
    patch(app, { loading: false });
    loadMoreHits(app);
  });
}

const isSame = (one: SearchWish | null, other: SearchWish): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function patch({ store }: App, change: Partial<Search>): void {
  const { search } = store.state;
  if (search !== null) store.commit({ search: { ...search, ...change } });
}
