import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";

import { ChatError } from "../../protocol/errors.ts";
import type { FileInfo } from "../../protocol/file.ts";
import type { Message } from "../../protocol/message.ts";
import { files } from "../schema-files.ts";
import { messages } from "../schema.ts";
import type { Queries } from "./database.ts";
import { dropFiles, file_fields, infoOf } from "./file-rows.ts";

/** The files of messages. Messages without files cost nothing here. */
export function attachmentsIn(queries: Queries) {
  const statements = { ...prepareReads(queries), ...prepareWrites(queries) };
  const ofMessages = (ids: readonly number[]) => statements.ofMessages.all({ ids: JSON.stringify(ids) });
  return {
    /** The files to send, in order. Throws ChatError `not_found` unless all are there, of this author and not sent. */
    toSend(owner_id: number, ids: readonly number[] | undefined): FileInfo[] | undefined {
      if (ids === undefined || ids.length === 0) return undefined;
      const unsent = new Map(
        statements.unsent.all({ owner_id, ids: JSON.stringify(ids) }).map((row) => [row.id, infoOf(row)]),
      );
      const found = ids.flatMap((id) => unsent.get(id) ?? []);
      if (found.length === ids.length && unsent.size === ids.length) return found;
      throw new ChatError("not_found", "A file of this message is not there any more. Attach it again.");
    },
    attach(message_id: number, sent: readonly FileInfo[]): void {
      for (const [place, { id }] of sent.entries()) statements.attach.run({ id, message_id, place });
      statements.setCount.run({ message_id, count: sent.length });
    },
    /** Whether the message was sent with these files. */
    areSame(message: { id: number; file_count: number }, ids: readonly number[] = []): boolean {
      if (message.file_count !== ids.length) return false;
      return ids.length === 0 || ofMessages([message.id]).every(({ id }, at) => id === ids[at]);
    },
    /** Gives messages their files; `rows` tell which have any. */
    withFiles(all: Message[], rows: readonly { id: number; file_count: number }[]): Message[] {
      const ids = rows.filter(({ file_count }) => file_count > 0).map(({ id }) => id);
      if (ids.length === 0) return all;
      const by_message = Map.groupBy(ofMessages(ids), ({ message_id }) => message_id);
      return all.map((message) => {
        const own = by_message.get(message.id);
        return own ? { ...message, attachments: own.map(infoOf) } : message;
      });
    },
    /** Takes a message's files away. */
    drop(message_id: number): void {
      statements.drop(message_id);
      statements.setCount.run({ message_id, count: 0 });
    },
  };
}

export type Attachments = ReturnType<typeof attachmentsIn>;

const listed = sql`(SELECT value FROM json_each(${sql.placeholder("ids")}))`;

function prepareReads(queries: Queries) {
  return {
    unsent: queries
      .select(file_fields)
      .from(files)
      .where(
        and(
          inArray(files.id, listed),
          eq(files.owner_id, sql.placeholder("owner_id")),
          isNull(files.message_id),
        ),
      )
      .prepare(),
    ofMessages: queries
      .select({ ...file_fields, message_id: files.message_id })
      .from(files)
      .where(inArray(files.message_id, listed))
      .orderBy(asc(files.message_id), asc(files.place))
      .prepare(),
  };
}

function prepareWrites(queries: Queries) {
  const message_id = sql.placeholder("message_id");
  const drop = dropFiles(queries, eq(files.message_id, message_id));
  return {
    attach: queries
      .update(files)
      .set({ message_id: sql`${message_id}`, place: sql`${sql.placeholder("place")}` })
      .where(eq(files.id, sql.placeholder("id")))
      .prepare(),
    setCount: queries
      .update(messages)
      .set({ file_count: sql`${sql.placeholder("count")}` })
      .where(eq(messages.id, message_id))
      .prepare(),
    drop: (id: number) => drop({ message_id: id }),
  };
}
