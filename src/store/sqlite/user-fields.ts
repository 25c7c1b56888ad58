import { users } from "../schema.ts";

/** The columns of a UserRow. */
export const user_fields = {
  user_id: users.id,
  username: users.username,
  display_name: users.display_name,
  avatar_id: users.avatar_id,
};
