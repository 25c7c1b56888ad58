import { and, count, eq, isNotNull, sql } from "drizzle-orm";

import type { Changed, Changes } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { channels, messages, reactions, texts } from "../schema.ts";
import type { Queries } from "./database.ts";
import { mentionsIn } from "./mentions.ts";
import { reactionsIn } from "./message-rows.ts";
import { textsIn } from "./texts.ts";
import type { WriteQueue } from "./write-queue.ts";

/** Each change looks first and then writes: what it throws leaves nothing behind. */
export function changesIn(queries: Queries, writes: WriteQueue, noteErasure: () => void): Changes {
  const statements = { ...prepareState(queries), ...prepareTexts(queries), ...prepareReactions(queries) };
  const written = textsIn(queries);
  const counts = reactionsIn(queries);
  const mentions = mentionsIn(queries);

  /** The message as it is, which must be there and in a channel that is open. */
  const requireChangeable = (id: number) => {
    const state = statements.state.get({ id });
    if (!state) throw new ChatError("not_found", "No such message.");
    if (state.archived_at_ms !== null) throw new ChatError("forbidden", "The channel is archived.");
    return state;
  };

  const requireAlive = (id: number) => {
    const state = requireChangeable(id);
    if (state.deleted_at_ms !== null) throw new ChatError("not_found", "The message was deleted.");
    return state;
  };

  /** Takes the next rev of the channel for this message. */
  const take = (id: number, { channel_id, seq }: { channel_id: number; seq: number }): Changed => {
    const { rev } = statements.takeRev.get({ channel_id }) ?? { rev: 0 };
    statements.setRev.run({ id, rev });
    return { channel_id, id, seq, rev, changed: true };
  };

  return {
    edit: ({ id, content, mentions: named, now_ms }) =>
      writes.run(() => {
        const state = requireAlive(id);
        const edited_at_ms = state.edited_at_ms ?? state.created_at_ms;
        if (content === state.content) return { ...asItIs(id, state), edited_at_ms };
        const change = take(id, state);
        const text_id = written.add({ content, now_ms, earlier_id: state.text_id });
        statements.setText.run({ id, text_id, now_ms });
        mentions.clear(state.channel_id, state.seq);
        mentions.add(state.channel_id, state.seq, state.author_id, named);
        return { ...change, edited_at_ms: now_ms };
      }),

    remove: (id, now_ms) =>
      writes.run(() => {
        const state = requireChangeable(id);
        if (state.deleted_at_ms !== null) return { ...asItIs(id, state), deleted_at_ms: state.deleted_at_ms };
        const change = take(id, state);
        written.eraseOf(id);
        noteErasure();
        statements.setDeleted.run({ id, now_ms });
        statements.dropReactions.run({ id });
        mentions.clear(state.channel_id, state.seq);
        return { ...change, deleted_at_ms: now_ms };
      }),

    react: ({ id, user_id, emoji, on }) =>
      writes.run(() => {
        const state = requireAlive(id);
        const before = counts.of(user_id, id);
        const is_on = before.some((reaction) => reaction.emoji === emoji && reaction.mine);
        if (is_on === on) return { ...asItIs(id, state), reactions: before };
        const is_new = on && !before.some((reaction) => reaction.emoji === emoji);
        if (is_new && before.length >= limits.reactions_per_message_max)
          throw new ChatError(
            "invalid",
            `A message takes at most ${limits.reactions_per_message_max} different emoji.`,
          );
        const change = take(id, state);
        if (on) statements.addReaction.run({ id, emoji, user_id, rev: change.rev });
        else statements.removeReaction.run({ id, emoji, user_id });
        return { ...change, reactions: counts.of(user_id, id) };
      }),

    pin: (id, on, now_ms) =>
      writes.run(() => {
        const state = requireAlive(id);
        if ((state.pinned_at_ms !== null) === on)
          return { ...asItIs(id, state), pinned_at_ms: state.pinned_at_ms };
        const { pins } = statements.countPins.get({ channel_id: state.channel_id }) ?? { pins: 0 };
        if (on && pins >= limits.pins_per_channel_max)
          throw new ChatError(
            "invalid",
            `A channel takes at most ${limits.pins_per_channel_max} pins. Take one away first.`,
          );
        const change = take(id, state);
        const pinned_at_ms = on ? now_ms : null;
        statements.setPin.run({ id, pinned_at_ms });
        return { ...change, pinned_at_ms };
      }),
  };
}

const asItIs = (
  id: number,
  { channel_id, seq, rev }: { channel_id: number; seq: number; rev: number },
): Changed => ({
  channel_id,
  id,
  seq,
  rev,
  changed: false,
});

const this_message = eq(messages.id, sql.placeholder("id"));

function prepareState(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  return {
    state: queries
      .select({
        channel_id: messages.channel_id,
        seq: messages.seq,
        rev: messages.rev,
        author_id: messages.author_id,
        text_id: messages.text_id,
        content: texts.content,
        created_at_ms: messages.created_at_ms,
        edited_at_ms: messages.edited_at_ms,
        deleted_at_ms: messages.deleted_at_ms,
        pinned_at_ms: messages.pinned_at_ms,
        archived_at_ms: channels.archived_at_ms,
      })
      .from(messages)
      .innerJoin(channels, eq(channels.id, messages.channel_id))
      .innerJoin(texts, eq(texts.id, messages.text_id))
      .where(this_message)
      .prepare(),
    takeRev: queries
      .update(channels)
      .set({ last_rev: sql`${channels.last_rev} + 1` })
      .where(eq(channels.id, channel_id))
      .returning({ rev: channels.last_rev })
      .prepare(),
    setRev: queries
      .update(messages)
      .set({ rev: sql`${sql.placeholder("rev")}` })
      .where(this_message)
      .prepare(),
    setPin: queries
      .update(messages)
      .set({ pinned_at_ms: sql`${sql.placeholder("pinned_at_ms")}` })
      .where(this_message)
      .prepare(),
    countPins: queries
      .select({ pins: count() })
      .from(messages)
      .where(and(eq(messages.channel_id, channel_id), isNotNull(messages.pinned_at_ms)))
      .prepare(),
  };
}

function prepareTexts(queries: Queries) {
  const now_ms = sql`${sql.placeholder("now_ms")}`;
  return {
    setText: queries
      .update(messages)
      .set({ text_id: sql`${sql.placeholder("text_id")}`, edited_at_ms: now_ms })
      .where(this_message)
      .prepare(),
    setDeleted: queries
      .update(messages)
      .set({ deleted_at_ms: now_ms, edited_at_ms: null, pinned_at_ms: null })
      .where(this_message)
      .prepare(),
  };
}

function prepareReactions(queries: Queries) {
  const message_id = sql.placeholder("id");
  const emoji = sql.placeholder("emoji");
  const user_id = sql.placeholder("user_id");
  const mine = and(
    eq(reactions.message_id, message_id),
    eq(reactions.emoji, emoji),
    eq(reactions.user_id, user_id),
  );
  return {
    addReaction: queries
      .insert(reactions)
      .values({ message_id, emoji, user_id, rev: sql.placeholder("rev") })
      .prepare(),
    removeReaction: queries.delete(reactions).where(mine).prepare(),
    dropReactions: queries.delete(reactions).where(eq(reactions.message_id, message_id)).prepare(),
  };
}
