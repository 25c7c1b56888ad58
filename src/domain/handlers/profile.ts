import { ChatError } from "../../protocol/errors.ts";
import type { User } from "../../protocol/fields.ts";
import { requireLogin } from "../access.ts";
import type { Context } from "../context.ts";
import type { AvatarDesk } from "../files/avatar-desk.ts";
import type { Handler } from "../handler.ts";
import { withPresence } from "../presence.ts";
import type { Login } from "../session.ts";
import { userOf } from "../user.ts";
import { bytesOf } from "./files.ts";

export const setProfile: Handler<"profile.set"> = async (context, session, { display_name }) => {
  const login = requireLogin(session);
  await context.store.users.setDisplayName(login.user_id, display_name);
  return { user: await tellUpdated(context, login) };
};

export const setAvatar: Handler<"profile.set_avatar"> = async (context, session, { data }) => {
  const login = requireLogin(session);
  const avatars = requireAvatars(context);
  if (data === null) await avatars.remove(login.user_id);
  else await avatars.set(login.user_id, bytesOf(data));
  const user = await tellUpdated(context, login);
  context.files?.clearSoon();
  return { user };
};

export const readAvatar: Handler<"profile.read_avatar"> = async (context, session, { avatar_id }) => {
  requireLogin(session);
  const { media_type, bytes } = await requireAvatars(context).read(avatar_id);
  return { media_type, data: bytes.toBase64() };
};

export const getUsers: Handler<"user.get"> = async (context, _session, { user_ids }) => {
  const users = await context.store.users.byIds(user_ids);
  return { users: users.map((user) => withPresence(context, user)) };
};

function requireAvatars({ files }: Context): AvatarDesk {
  if (files) return files.avatars;
  throw new ChatError("unsupported", "This server takes no files, and so no pictures of people.");
}

/**
 * To everybody, as presence is, also when who changed it is gone by now. Read anew, so that of two changes at once the
 * last one told has both.
 */
async function tellUpdated(context: Context, login: Login): Promise<User> {
  const user = userOf((await context.store.users.byId(login.user_id)) ?? login);
  context.presence.rename(user);
  context.bus.publish({ audience: "everyone", event: { type: "user.updated", body: { user } } });
  return user;
}
