import { eq, sql } from "drizzle-orm";

import type { Avatars } from "../../domain/ports/file-store.ts";
import { avatars } from "../schema-files.ts";
import { users } from "../schema.ts";
import type { Queries } from "./database.ts";
import { noteDropped } from "./file-rows.ts";
import type { WriteQueue } from "./write-queue.ts";

export function avatarsIn(queries: Queries, writes: WriteQueue): Avatars {
  const statements = prepare(queries);
  const note = noteDropped(queries);
  const drop = (user_id: number) => {
    for (const { sha256 } of statements.drop.all({ user_id })) note(sha256);
  };
  return {
    set: (avatar) =>
      writes.run(() => {
        drop(avatar.user_id);
        const { avatar_id } = statements.insert.get({ ...avatar });
        statements.show.run({ user_id: avatar.user_id, avatar_id });
      }),
    remove: (user_id) =>
      writes.run(() => {
        drop(user_id);
        statements.show.run({ user_id, avatar_id: null });
      }),
    find: async (avatar_id) => statements.find.get({ avatar_id }),
  };
}

function prepare(queries: Queries) {
  const given = (name: string) => sql.placeholder(name);
  return {
    insert: queries
      .insert(avatars)
      .values({
        user_id: given("user_id"),
        sha256: given("sha256"),
        media_type: given("media_type"),
        size_bytes: given("size_bytes"),
      })
      .returning({ avatar_id: avatars.id })
      .prepare(),
    drop: queries
      .delete(avatars)
      .where(eq(avatars.user_id, given("user_id")))
      .returning({ sha256: avatars.sha256 })
      .prepare(),
    show: queries
      .update(users)
      .set({ avatar_id: sql`${given("avatar_id")}` })
      .where(eq(users.id, given("user_id")))
      .prepare(),
    find: queries
      .select({ sha256: avatars.sha256, media_type: avatars.media_type, size_bytes: avatars.size_bytes })
      .from(avatars)
      .where(eq(avatars.id, given("avatar_id")))
      .prepare(),
  };
}
