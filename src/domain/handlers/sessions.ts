import { ChatError } from "../../protocol/errors.ts";
import { requireLogin } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import { limitGuesses } from "../login-attempt.ts";
import { depart } from "../presence.ts";
import { endUploads } from "./files.ts";

export const listSessions: Handler<"session.list"> = async (context, session) => {
  const { user_id, session_id: own_id } = requireLogin(session);
  const connected = new Set(context.hub.sessionIds(user_id));
  const devices = await context.store.sessions.listFor(user_id, context.clock.now());
  const sessions = devices.map((device) => ({
    ...device,
    is_current: device.session_id === own_id,
    is_connected: connected.has(device.session_id),
  }));
  return { sessions };
};

export const logout: Handler<"session.logout"> = async (context, session) => {
  const { user_id, session_id } = requireLogin(session);
  await context.store.sessions.end(user_id, session_id);
  depart(context, session);
  await tellEnded(context, user_id, [session_id]);
  return {};
};

export const endSession: Handler<"session.end"> = async (context, session, { session_id }) => {
  const { user_id, session_id: own_id } = requireLogin(session);
  // Whose own it is would be closed before the answer comes.
  if (session_id === own_id) return logout(context, session, {});
  if (!(await context.store.sessions.end(user_id, session_id)))
    throw new ChatError("not_found", "That session has ended already.");
  await tellEnded(context, user_id, [session_id]);
  return {};
};

export const endOtherSessions: Handler<"session.end_others"> = async (context, session) => {
  const { user_id, session_id } = requireLogin(session);
  const ended = await context.store.sessions.endOthers(user_id, session_id);
  await tellEnded(context, user_id, ended);
  return { ended: ended.length };
};

export const changePassword: Handler<"password.change"> = async (
  context,
  session,
  { password, new_password },
) => {
  const { user_id, username, session_id } = requireLogin(session);
  const asker = { address: session.address }; // changed also when the connection goes meanwhile
  const present_hash = await limitGuesses(context, session, username, async () => {
    const user = await context.store.users.byName(username);
    if (!user || !(await context.passwords.verify(password, user.password_hash, asker)))
      throw notPresentPassword();
    return user.password_hash;
  });
  const password_hash = await context.passwords.hash(new_password, asker);
  const change = { user_id, present_hash, password_hash, keep_session_id: session_id };
  const ended = await context.store.users.changePassword(change);
  // Another session has set its own meanwhile, and ended this one.
  if (ended === undefined) throw notPresentPassword();
  context.log.info("password_changed", { username });
  await tellEnded(context, user_id, ended);
  return { ended: ended.length };
};

const notPresentPassword = () => new ChatError("wrong_credentials", "That is not your present password.");

/** Closes the connections of ended sessions, lets the user's other devices know, and discards what was being uploaded there. */
export async function tellEnded(
  context: Context,
  user_id: number,
  session_ids: readonly number[],
): Promise<void> {
  for (const session_id of session_ids) {
    const event = { type: "session.ended", body: { session_id } } as const;
    context.bus.publish({ audience: { user_ids: [user_id] }, event });
  }
  if (session_ids.length > 0) await endUploads(context, session_ids);
}
