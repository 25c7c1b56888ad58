import type { UserRecord } from "../domain/ports/store.ts";

/** A user as the tables have them. */
export interface UserRow {
  user_id: number;
  username: string;
  display_name: string | null;
  avatar_id: number | null;
}

/** Without what is not set: it takes no room in frames. */
export function profiled({ user_id, username, display_name, avatar_id }: UserRow): UserRecord {
  const user: UserRecord = { user_id, username };
  if (display_name !== null) user.display_name = display_name;
  if (avatar_id !== null) user.avatar_id = avatar_id;
  return user;
}
