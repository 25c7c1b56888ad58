import type { User } from "../protocol/fields.ts";
import type { UserRecord } from "./ports/store.ts";

/** A user as the wire has them, without what else is known of them here. */
export function userOf({ user_id, username, display_name, avatar_id }: UserRecord): User {
  const user: User = { user_id, username };
  if (display_name !== undefined) user.display_name = display_name;
  if (avatar_id !== undefined) user.avatar_id = avatar_id;
  return user;
}
