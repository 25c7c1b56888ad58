import { and, count, eq, isNotNull, sql } from "drizzle-orm";

import type { Changed, Changes } from "../../domain/ports/message-store.ts";
import { eventBytes } from "../../protocol/compact.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { channels, messages, texts } from "../schema.ts";
import { type Attachments, attachmentsIn } from "./attachments.ts";
import type { Queries } from "./database.ts";
import { type DeletedRuns, deletedRunsIn } from "./deleted-runs.ts";
import { mentionsIn, type MentionWriter, nobody_anew } from "./mentions.ts";
import { type ReactionCounts, reactionsIn } from "./message-rows.ts";
import { type ReactionWriter, reactionWriterIn } from "./reactions.ts";
import { textsIn } from "./texts.ts";
import type { WriteQueue } from "./write-queue.ts";

/** Each change looks first and then writes: what it throws leaves nothing behind. */
export function changesIn(queries: Queries, writes: WriteQueue, noteErasure: () => void): Changes {
  const parts = {
    statements: { ...prepareState(queries), ...prepareTexts(queries) },
    written: textsIn(queries),
    counts: reactionsIn(queries),
    reactions: reactionWriterIn(queries),
    mentions: mentionsIn(queries),
    attachments: attachmentsIn(queries),
    runs: deletedRunsIn(queries),
    noteErasure,
  };
  return {
    edit: (change) => writes.run(() => edit(parts, change), undefined, eventBytes(change.content)),
    remove: (id, now_ms) => writes.run(() => remove(parts, id, now_ms)),
    react: (change) => writes.run(() => react(parts, change)),
    pin: (id, on, now_ms) => writes.run(() => pin(parts, id, on, now_ms)),
  };
}

interface Parts {
  statements: ReturnType<typeof prepareState> & ReturnType<typeof prepareTexts>;
  written: ReturnType<typeof textsIn>;
  counts: ReactionCounts;
  reactions: ReactionWriter;
  mentions: MentionWriter;
  attachments: Attachments;
  runs: DeletedRuns;
  noteErasure: () => void;
}

type Outcome<N extends keyof Changes> = Awaited<ReturnType<Changes[N]>>;

function edit(parts: Parts, change: Parameters<Changes["edit"]>[0]): Outcome<"edit"> {
  const { statements, written, mentions } = parts;
  const { id, content, now_ms } = change;
  const state = requireAlive(parts, id);
  const edited_at_ms = state.edited_at_ms ?? state.created_at_ms;
  if (content === state.content) return { ...asItIs(id, state), edited_at_ms, named: nobody_anew };
  const changed = take(parts, id, state);
  const text_id = written.add({ content, now_ms, earlier_id: state.text_id });
  statements.setText.run({ id, text_id, now_ms });
  if (written.eraseOneOver(id)) parts.noteErasure();
  const named = mentions.replace(state, change.mentions);
  return { ...changed, edited_at_ms: now_ms, named };
}

function remove(parts: Parts, id: number, now_ms: number): Outcome<"remove"> {
  const { statements, written, mentions } = parts;
  const state = requireChangeable(parts, id);
  const { deleted_at_ms } = state;
  if (deleted_at_ms !== null)
    return { ...asItIs(id, state), deleted_at_ms, named: nobody_anew, deleted_run: parts.runs.find(state) };
  const changed = take(parts, id, state);
  written.eraseOf(id);
  parts.noteErasure();
  statements.setDeleted.run({ id, now_ms, text_id: written.emptyId() });
  parts.reactions.drop(id);
  const named = mentions.replace(state, undefined);
  if (state.file_count > 0) parts.attachments.drop(id);
  return { ...changed, deleted_at_ms: now_ms, named, deleted_run: parts.runs.add(state) };
}

function react(parts: Parts, { id, user_id, emoji, on }: Parameters<Changes["react"]>[0]): Outcome<"react"> {
  const { counts, reactions } = parts;
  const state = requireAlive(parts, id);
  const before = counts.of(user_id, id);
  const present = before.find((reaction) => reaction.emoji === emoji);
  if ((present?.mine ?? false) === on) return { ...asItIs(id, state), reactions: before };
  if (on && !present && before.length >= limits.reactions_per_message_max)
    throw tooMany(`A message takes at most ${limits.reactions_per_message_max} different emoji.`);
  const changed = take(parts, id, state);
  if (on) reactions.add({ id, emoji, user_id, rev: changed.rev });
  else reactions.remove({ id, emoji, user_id });
  return { ...changed, reactions: counts.of(user_id, id) };
}

function pin(parts: Parts, id: number, on: boolean, now_ms: number): Outcome<"pin"> {
  const { statements } = parts;
  const state = requireAlive(parts, id);
  const { channel_id, pinned_at_ms: before } = state;
  if ((before !== null) === on) return { ...asItIs(id, state), pinned_at_ms: before };
  const { pins } = statements.countPins.get({ channel_id }) ?? { pins: 0 };
  if (on && pins >= limits.pins_per_channel_max)
    throw tooMany(`A channel takes at most ${limits.pins_per_channel_max} pins. Take one away first.`);
  const changed = take(parts, id, state);
  const pinned_at_ms = on ? now_ms : null;
  statements.setPin.run({ id, pinned_at_ms });
  return { ...changed, pinned_at_ms };
}

const tooMany = (words: string) => new ChatError("invalid", words);

/** The message as it is, which must be there and in a channel that is open. */
function requireChangeable({ statements }: Parts, id: number) {
  const state = statements.state.get({ id });
  if (!state) throw new ChatError("not_found", "No such message.");
  if (state.archived_at_ms !== null) throw new ChatError("forbidden", "The channel is archived.");
  return state;
}

function requireAlive(parts: Parts, id: number) {
  const state = requireChangeable(parts, id);
  if (state.deleted_at_ms !== null) throw new ChatError("not_found", "The message was deleted.");
  return state;
}

/** Takes the next rev of the channel for this message. */
function take(
  { statements }: Parts,
  id: number,
  { channel_id, seq }: { channel_id: number; seq: number },
): Changed {
  const { rev } = statements.takeRev.get({ channel_id }) ?? { rev: 0 };
  statements.setRev.run({ id, rev });
  return { channel_id, id, seq, rev, changed: true };
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
        file_count: messages.file_count,
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
      .set({
        text_id: sql`${sql.placeholder("text_id")}`,
        first_text_id: sql`ifnull(${messages.first_text_id}, ${messages.text_id})`,
        edited_at_ms: now_ms,
      })
      .where(this_message)
      .prepare(),
    setDeleted: queries
      .update(messages)
      .set({
        text_id: sql`${sql.placeholder("text_id")}`,
        first_text_id: null,
        deleted_at_ms: now_ms,
        edited_at_ms: null,
        pinned_at_ms: null,
      })
      .where(this_message)
      .prepare(),
  };
}
