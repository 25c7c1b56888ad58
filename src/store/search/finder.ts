import type { SearchWish } from "../../domain/ports/search.ts";
import { ChatError } from "../../protocol/errors.ts";
import type { Reply } from "../../protocol/registry.ts";
import type { SearchHit } from "../../protocol/search.ts";
import { profiled } from "../profiled.ts";
import type { Connection } from "../sqlite/connection.ts";
import { excerptOf } from "./excerpt.ts";
import { audiencesFor, expressionFor } from "./expression.ts";
import { fold } from "./fold.ts";
import type { Part } from "./part.ts";
import type { Parts, PartState } from "./parts.ts";
import type { FoundMessage, Source } from "./source.ts";
import { hasAll } from "./tokens.ts";

/** A wish with its words folded, and what its user may read beside public channels. */
export interface Question extends SearchWish {
  private_ids: ReadonlySet<number>;
}

export interface FinderParts {
  connection: Connection;
  source: Source;
  parts: Parts;
  now_ms: () => number;
}

/** After this a search gives what it has and tells where to go on. */
export const search_ms_max = 150;
const batch_max = 800;
const day_ms = 86_400_000;

/**
 * Looks through the index, the newest part first. The index names candidates; each is then looked up in the
 * database and compared as it stands there, so that nothing deleted, edited away or hidden is ever told.
 */
export class Finder {
  readonly #days;

  constructor(private readonly given: FinderParts) {
    this.#days = {
      upTo: given.connection.prepare<{ id: number | null }, [number]>(
        "SELECT max(max_id) AS id FROM days WHERE day <= ?",
      ),
      from: given.connection.prepare<{ id: number | null }, [number]>(
        "SELECT min(min_id) AS id FROM days WHERE day >= ?",
      ),
    };
  }

  /** Throws ChatError `invalid` when nothing is left of the words. */
  find(wish: SearchWish, ms_max: number): Omit<Reply<"message.search">, "indexing"> {
    const { source, parts, now_ms } = this.given;
    const question = { ...folded(wish), private_ids: source.privateChannelsOf(wish.user_id) };
    const { first_id, below_id } = this.#bounds(wish);
    const search = new Search(question, source, () => now_ms() > ends_ms);
    const ends_ms = now_ms() + ms_max;
    for (const part of parts.newestFirst()) {
      const from_id = Math.max(first_id, parts.firstIdOf(part.number));
      const end_id = Math.min(below_id, parts.firstIdOf(part.number + 1));
      if (from_id < end_id && search.through(part, from_id, end_id)) break;
    }
    return search.answer;
  }

  /** Between which ids messages of the wished time lie; their own times decide. */
  #bounds({ before_ms, after_ms, before_id }: SearchWish): { first_id: number; below_id: number } {
    const highest = Number.MAX_SAFE_INTEGER;
    const last =
      before_ms === undefined ? highest : (this.#days.upTo.get(Math.floor(before_ms / day_ms))?.id ?? -1);
    const first_id =
      after_ms === undefined ? 0 : (this.#days.from.get(Math.floor(after_ms / day_ms))?.id ?? highest);
    return { first_id, below_id: Math.min(last + 1, before_id ?? highest) };
  }
}

function folded(wish: SearchWish): SearchWish {
  const foldAll = (words: readonly string[]) => [...new Set(words.map(fold))].filter((word) => word !== "");
  const words = foldAll(wish.words);
  if (wish.words.length > 0 && words.length === 0)
    throw new ChatError("invalid", "There is nothing to look for in these words.");
  return { ...wish, words, without: foldAll(wish.without) };
}

/** One search under way. */
class Search {
  readonly #audiences: readonly string[];
  readonly #hits: SearchHit[] = [];
  #next_before_id: number | null = null;
  /** Whether any candidates have been asked for: every search comes further, however late it is. */
  #is_begun = false;

  constructor(
    private readonly question: Question,
    private readonly source: Source,
    private readonly isLate: () => boolean,
  ) {
    this.#audiences = audiencesFor(question);
  }

  get answer() {
    return { hits: this.#hits, next_before_id: this.#next_before_id };
  }

  /** Looks at messages of a part. True when the search has come to its end for now. */
  through({ live }: PartState, from_id: number, end_id: number): boolean {
    if (live === undefined) return false;
    const expression = expressionFor(this.question, live);
    if (expression === undefined) return false;
    const expressions = this.#audiences.map((audience) =>
      [audience, expression].filter(Boolean).join(" AND "),
    );
    let below_id = end_id;
    for (let count = this.question.limit + 1; ; count = Math.min(batch_max, count * 2)) {
      const ids = this.#newest(live, expressions, from_id, below_id, count);
      if (ids === undefined) return this.#goOnBelow(below_id);
      if (this.#take(ids)) return true;
      if (ids.length < count) break;
      below_id = ids.at(-1) ?? from_id;
      if (this.isLate()) return this.#goOnBelow(below_id);
    }
    return this.isLate() && this.#goOnBelow(from_id);
  }

  /**
   * Candidates, the highest id first. Undefined when the time is over before all expressions have been asked: which ones are the
   * newest is not known before.
   */
  #newest(part: Part, expressions: readonly string[], from_id: number, below_id: number, count: number) {
    let ids: number[] = [];
    for (const [at, expression] of expressions.entries()) {
      if (at > 0 && this.#is_begun && this.isLate()) return undefined;
      const lowest_id = ids.length < count ? from_id : (ids.at(-1) ?? from_id);
      const more = part.newest(expression, lowest_id, below_id, count);
      ids = [...ids, ...more].sort((a, b) => b - a).slice(0, count);
    }
    this.#is_begun = true;
    return ids;
  }

  /**
   * True when the page is full and there is one more, or the time is over before the last one: a long text of accents takes some
   * milliseconds.
   */
  #take(ids: readonly number[]): boolean {
    for (const message of this.source.found(ids)) {
      if (fits(message, this.question)) {
        if (this.#hits.length === this.question.limit) return this.#goOnBelow(this.#hits.at(-1)?.id ?? 0);
        const file_names = message.file_count === 0 ? [] : this.source.fileNames(message.id);
        this.#hits.push({ ...hitOf(message, this.question.words), file_names });
      }
      if (message.id !== ids.at(-1) && this.isLate()) return this.#goOnBelow(message.id);
    }
    return false;
  }

  #goOnBelow(id: number): true {
    this.#next_before_id = id > 1 ? id : null;
    return true;
  }
}

function fits(message: FoundMessage, question: Question): boolean {
  const { channel_ids, author_ids, before_ms, after_ms, words, without, has, private_ids } = question;
  const { channel_id, author_id, created_at_ms, content } = message;
  if (!message.is_public && !private_ids.has(channel_id)) return false;
  if (channel_ids.length > 0 && !channel_ids.includes(channel_id)) return false;
  if (author_ids.length > 0 && !author_ids.includes(author_id)) return false;
  if (before_ms !== undefined && created_at_ms >= before_ms) return false;
  if (after_ms !== undefined && created_at_ms < after_ms) return false;
  if (!hasAll(message, has)) return false;
  const text = fold(content);
  return words.every((word) => text.includes(word)) && !without.some((word) => text.includes(word));
}

function hitOf(message: FoundMessage, words: readonly string[]): Omit<SearchHit, "file_names"> {
  const { id, seq, channel_id, kind, content, created_at_ms } = message;
  return {
    id,
    seq,
    channel_id,
    author: profiled({ ...message, user_id: message.author_id }),
    kind,
    created_at_ms,
    ...excerptOf(content, words),
  };
}
