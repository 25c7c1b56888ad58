import type { Channel } from "../../src/protocol/channel.ts";
import type { Reply, RequestInput } from "../../src/protocol/registry.ts";
import { parseSearch } from "../../src/protocol/search-query.ts";
import type { SearchHit } from "../../src/protocol/search.ts";
import { told, words } from "../words/words.ts";
import { channelLabel, dmPeer } from "./channels.ts";

/** The search panel, when it is open. */
export interface Search {
  /** Grows whenever the field is to get the focus. */
  focus_id: number;
  /** What is in the field. */
  text: string;
  /** What the hits are an answer to; null before the first one. */
  wish: SearchWish | null;
  /** The number of the last question, so that a late answer to an earlier one is no news; 0 before the first one. */
  asked: number;
  loading: boolean;
  problem: string | null;
  hits: readonly SearchHit[];
  next_before_id: number | null;
  indexing: Reply<"message.search">["indexing"];
}

export type SearchWish = RequestInput<"message.search">;

export const emptySearch: Search = {
  focus_id: 0,
  text: "",
  wish: null,
  asked: 0,
  loading: false,
  problem: null,
  hits: [],
  next_before_id: null,
  indexing: null,
};

/** What a query asks of the server, its channels and days as this person means them; or a sentence on what is wrong. */
export function wishOf(
  text: string,
  channels: ReadonlyMap<number, Channel>,
  my_id: number | undefined,
): SearchWish | string {
  const query = parseSearch(text);
  if (typeof query === "string") return told(query);
  const channel_ids: number[] = [];
  for (const name of query.in) {
    const channel = channelNamed(name, channels, my_id);
    if (channel === undefined) return words().finding.no_channel(name);
    channel_ids.push(channel.id);
  }
  return {
    words: query.words,
    without: query.without,
    has: query.has,
    channel_ids,
    from: query.from.map((name) => name.replace(/^@/, "")),
    ...(query.before === undefined ? {} : { before_ms: dayStart(query.before, 0) }),
    ...(query.after === undefined ? {} : { after_ms: dayStart(query.after, 1) }),
  };
}

/** "general", "#general", "@ana" or "ana, ben": the joined one before others of the name. */
function channelNamed(
  name: string,
  channels: ReadonlyMap<number, Channel>,
  my_id: number | undefined,
): Channel | undefined {
  const wanted = name.toLowerCase();
  const fitting = [...channels.values()].filter((channel) => {
    const label = channelLabel(channel, my_id).toLowerCase();
    if (channel.kind !== "dm") return label === wanted || label === `#${wanted}`;
    return label === wanted || isPeer(channel, my_id, wanted);
  });
  return fitting.find(({ joined }) => joined) ?? fitting[0];
}

const isPeer = (channel: Channel, my_id: number | undefined, wanted: string): boolean =>
  wanted === `@${dmPeer(channel, my_id)?.username.toLowerCase() ?? ""}`;

/** The start of a day, or of one some days after it, where this person is. */
function dayStart(day: string, days_after: number): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return Math.max(0, new Date(year, month - 1, date + days_after).getTime());
}

/** With an answer: the first page, or one more. */
export function withAnswer(
  search: Search,
  { hits, next_before_id, indexing }: Reply<"message.search">,
  is_more: boolean,
): Search {
  const all = is_more ? [...search.hits, ...hits] : hits;
  return { ...search, loading: false, hits: all, next_before_id, indexing };
}

/** Without a message that was deleted, and with the present text of one that was edited. */
export function withChange(search: Search, id: number, content: string | null): Search {
  if (!search.hits.some((hit) => hit.id === id)) return search;
  const hits = search.hits.flatMap((hit) => {
    if (hit.id !== id) return [hit];
    return content === null
      ? []
      : [{ ...hit, excerpt: content, marks: [], is_cut_before: false, is_cut_after: false }];
  });
  return { ...search, hits };
}
