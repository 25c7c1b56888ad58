import { ChatError } from "../../src/protocol/errors.ts";
import type { Reply, RequestBody } from "../../src/protocol/registry.ts";
import type { PageData } from "./page-data.ts";

/** A search that compares lower case only: enough to show a page. */
export function pageSearch(data: PageData, wish: RequestBody<"message.search">): Reply<"message.search"> {
  const { words, without, from, channel_ids, before_id = Number.MAX_SAFE_INTEGER, limit } = wish;
  const { before_ms = Number.MAX_SAFE_INTEGER, after_ms = 0 } = wish;
  for (const name of from)
    if (![...data.people.values()].some(({ username }) => username === name))
      throw new ChatError("not_found", `Nobody here is called ${name}.`);
  const has = (content: string) => (word: string) => content.toLowerCase().includes(word.toLowerCase());
  const found = [...data.messages.values()]
    .flat()
    .filter(({ id, content, author, channel_id, created_at_ms, deleted_at_ms }) => {
      const is_wished = words.every(has(content)) && !without.some(has(content)) && deleted_at_ms === null;
      const is_there = channel_ids.length === 0 || channel_ids.includes(channel_id);
      const is_theirs = from.length === 0 || from.includes(author.username);
      return (
        is_wished &&
        is_there &&
        is_theirs &&
        id < before_id &&
        created_at_ms < before_ms &&
        created_at_ms >= after_ms
      );
    })
    .sort((a, b) => b.id - a.id);
  const hits = found
    .slice(0, limit)
    .map(({ id, channel_id, seq, author, kind, created_at_ms, content, attachments = [] }) => ({
      id,
      channel_id,
      seq,
      author,
      kind,
      created_at_ms,
      excerpt: content,
      file_names: attachments.map(({ name }) => name),
      is_cut_before: false,
      is_cut_after: false,
      marks: marksIn(content, words),
    }));
  const next_before_id = found.length > limit ? (hits.at(-1)?.id ?? null) : null;
  return { hits, next_before_id, indexing: null };
}

const marksIn = (content: string, words: readonly string[]) =>
  words
    .map((word) => ({ start: content.toLowerCase().indexOf(word.toLowerCase()), length: word.length }))
    .sort((a, b) => a.start - b.start);
