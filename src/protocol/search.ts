import { z } from "zod";

import { request } from "./define.ts";
import { ChannelId, MessageId, Seq, TimeMs, User, Username } from "./fields.ts";
import { limits } from "./limits.ts";
import { MessageKind } from "./message.ts";

/** Part of a text, as the person typed it. How it is compared is the server's affair. */
const Words = z
  .array(z.string().trim().min(1).max(limits.content_chars_max))
  .max(limits.search_words_max)
  .default([]);

export const Feature = z.enum(["link", "code", "file", "image"]).describe("what a message can have in it");

const SearchHit = z
  .object({
    channel_id: ChannelId,
    id: MessageId,
    seq: Seq.describe("opens the place: message.history with around_seq"),
    author: User,
    kind: MessageKind,
    created_at_ms: TimeMs,
    excerpt: z
      .string()
      .describe("the text, or of a long one the part around the first match; ||hidden parts|| stay hidden"),
    file_names: z.array(z.string()).describe("what its files are called"),
    is_cut_before: z.boolean().describe("whether text before the excerpt is left out"),
    is_cut_after: z.boolean(),
    marks: z
      .array(z.object({ start: z.int().nonnegative(), length: z.int().positive() }))
      .describe("where the words stand in the excerpt, in code points, in order"),
  })
  .describe("a message that was found");
export type SearchHit = z.infer<typeof SearchHit>;

export const searchRequests = {
  "message.search": request({
    summary:
      "Messages one may read (of public channels and of those one is a member of) that have all of `words` in them, the newest first. Case, accents and the width of letters do not count; words are found within others.",
    access: "user",
    rate: "search",
    body: z
      .object({
        words: Words,
        without: Words.describe("none of these may be in it"),
        from: z.array(Username).max(limits.search_names_max).default([]).describe("written by one of these"),
        channel_ids: z.array(ChannelId).max(limits.search_names_max).default([]).describe("in one of these"),
        before_ms: TimeMs.optional().describe("written before this moment"),
        after_ms: TimeMs.optional().describe("written at this moment or later"),
        has: z.array(Feature).max(Feature.options.length).default([]).describe("with all of these in it"),
        before_id: MessageId.optional().describe("next_before_id of the answer before: the next page"),
        limit: z.int().min(1).max(limits.search_page_max).default(limits.search_page_default),
      })
      .refine(
        ({ words, from, channel_ids, before_ms, after_ms, has }) =>
          words.length + from.length + channel_ids.length + has.length > 0 ||
          before_ms !== undefined ||
          after_ms !== undefined,
        { message: "Say what to look for." },
      ),
    reply: z.object({
      hits: z.array(SearchHit),
      next_before_id: MessageId.nullable().describe(
        "where to go on; null when all has been looked through. A search ends early rather than take long: there may be more although few or none were found",
      ),
      indexing: z
        .object({ done: z.int().nonnegative(), total: z.int().positive() })
        .nullable()
        .describe(
          "while messages are still to be indexed, older ones or, when the index cannot be written, the last ones: those not done yet are not found",
        ),
    }),
  }),
};
