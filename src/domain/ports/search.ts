import type { Reply, RequestBody } from "../../protocol/registry.ts";

/** What to look for; who is named has been looked up. */
export type SearchWish = Omit<RequestBody<"message.search">, "from"> & {
  /** Whose eyes: only what this user may read is found, as the database has it when the search runs. */
  user_id: number;
  /** Written by one of these; empty: by anybody. */
  author_ids: number[];
};

/**
 * Finds messages by what is in them, off the event loop. It follows the store a moment behind: what was just
 * written may be missing, and where more is missing `indexing` says so. What is found is always as it stands in the
 * store.
 */
export interface Search {
  /** Throws ChatError `busy` when too many are waiting or it takes too long, `invalid` when nothing is left to look for. */
  find(wish: SearchWish): Promise<Reply<"message.search">>;
  /** Something was written. Cheap: may be called for every message. */
  wake(): void;
  /** Sees to it that of messages deleted before the call nothing is left in the files of the search. Upkeep. */
  forget(): Promise<void>;
  /** To be called before the store is closed. */
  close(): Promise<void>;
}
