import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";

import type { Messages } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/message.ts";
import { channels, members, messages, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import type { WriteQueue } from "./write-queue.ts";

/** The columns of a Message; the query must join users as its author. */
export const message_fields = {
  id: messages.id,
  channel_id: messages.channel_id,
  seq: messages.seq,
  author: { user_id: users.id, username: users.username },
  kind: messages.kind,
  content: messages.content,
  created_at_ms: messages.created_at_ms,
  nonce: messages.nonce,
};

type NewMessage = Parameters<Messages["append"]>[0];

export function messagesIn(queries: Queries, writes: WriteQueue): Messages {
  const statements = prepare(queries);
  return {
    append: (message) => writes.run(() => append(statements, message)),
    async history({ channel_id, before_seq = Number.MAX_SAFE_INTEGER, after_seq, limit }) {
      const one_more = limit + 1; // tells whether there is more
      const found =
        after_seq === undefined
          ? statements.before.all({ channel_id, before_seq, limit: one_more })
          : statements.after.all({ channel_id, after_seq, limit: one_more });
      const page = found.slice(0, limit);
      return { messages: after_seq === undefined ? page.toReversed() : page, has_more: found.length > limit };
    },
  };
}

/** Looks before it writes: what it throws leaves nothing behind. */
function append(statements: Statements, message: NewMessage): { message: Message; repeated: boolean } {
  const { channel_id, author_id, nonce, now_ms, kind, content } = message;
  const first = nonce === null ? undefined : statements.byNonce.get({ author_id, nonce });
  if (first) return { message: sameAs(message, first), repeated: true };
  const author = statements.author.get({ author_id });
  if (!author) throw new ChatError("not_found", "No such user.");
  const taken = statements.takeSeq.get({ channel_id });
  if (!taken) throw new ChatError("not_found", "No such channel.");
  const { seq } = taken;
  const { id } = statements.insert.get({ channel_id, seq, author_id, kind, content, nonce, now_ms });
  statements.markOwn.run({ channel_id, author_id, seq });
  return {
    message: { id, channel_id, seq, author, kind, content, created_at_ms: now_ms, nonce },
    repeated: false,
  };
}

function sameAs(message: NewMessage, first: Message): Message {
  if (
    first.channel_id !== message.channel_id ||
    first.kind !== message.kind ||
    first.content !== message.content
  )
    throw new ChatError("nonce_reused", "This nonce was used for another message.");
  return first;
}

type Statements = ReturnType<typeof prepareAppend>;

function prepare(queries: Queries) {
  return { ...prepareAppend(queries), ...preparePages(queries) };
}

function prepareAppend(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const author_id = sql.placeholder("author_id");
  const seq = sql.placeholder("seq");
  const content = {
    kind: sql.placeholder("kind"),
    content: sql.placeholder("content"),
    nonce: sql.placeholder("nonce"),
    created_at_ms: sql.placeholder("now_ms"),
  };
  return {
    byNonce: queries
      .select(message_fields)
      .from(messages)
      .innerJoin(users, eq(users.id, messages.author_id))
      .where(and(eq(messages.author_id, author_id), eq(messages.nonce, sql.placeholder("nonce"))))
      .prepare(),
    author: queries.select(message_fields.author).from(users).where(eq(users.id, author_id)).prepare(),
    takeSeq: queries
      .update(channels)
      .set({ last_seq: sql`${channels.last_seq} + 1` })
      .where(eq(channels.id, channel_id))
      .returning({ seq: channels.last_seq })
      .prepare(),
    insert: queries
      .insert(messages)
      .values({ channel_id, seq, author_id, ...content })
      .returning({ id: messages.id })
      .prepare(),
    markOwn: queries
      .update(members)
      .set({ read_seq: sql`${seq}` })
      .where(and(eq(members.channel_id, channel_id), eq(members.user_id, author_id)))
      .prepare(),
  };
}

function preparePages(queries: Queries) {
  const limit = sql.placeholder("limit");
  const in_channel = eq(messages.channel_id, sql.placeholder("channel_id"));
  const page = () =>
    queries.select(message_fields).from(messages).innerJoin(users, eq(users.id, messages.author_id));
  return {
    before: page()
      .where(and(in_channel, lt(messages.seq, sql.placeholder("before_seq"))))
      .orderBy(desc(messages.seq))
      .limit(limit)
      .prepare(),
    after: page()
      .where(and(in_channel, gt(messages.seq, sql.placeholder("after_seq"))))
      .orderBy(asc(messages.seq))
      .limit(limit)
      .prepare(),
  };
}
