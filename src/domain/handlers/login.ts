import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { passwordProblem } from "../../protocol/rules.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import { limitGuesses, limitRegistrations } from "../login-attempt.ts";
import type { UserRecord } from "../ports/store.ts";
import { depart, enter } from "../presence.ts";
import { sessionEnded } from "../session-ended.ts";
import type { Login, Session } from "../session.ts";
import { hashToken, newToken } from "../token.ts";
import { userOf } from "../user.ts";
import { tellEnded } from "./sessions.ts";

export const register: Handler<"session.register"> = async (context, session, { username, password }) => {
  limitRegistrations(context, session);
  if (await context.store.users.byName(username)) throw new ChatError("exists", "Username already taken.");
  const password_hash = await context.passwords.hash(password, session);
  const user = await context.store.users.create({ username, password_hash, now_ms: context.clock.now() });
  context.log.info("registered", { username });
  announceNewMember(context, user, await context.store.members.channelIdsOf(user.user_id));
  return logIn(context, session, user);
};

export const login: Handler<"session.login"> = (context, session, { username, password }) =>
  limitGuesses(context, session, username, () => logInByPassword(context, session, username, password));

async function logInByPassword(context: Context, session: Session, username: string, password: string) {
  const user = await context.store.users.byName(username.trim());
  // A password that no rule allows has no hash; it must still cost what a real one costs.
  const password_hash = passwordProblem(password) === undefined ? user?.password_hash : undefined;
  const is_right = await context.passwords.verify(password, password_hash, session);
  if (!user || !is_right) {
    // Only a name that is somebody's: what was typed there may be a password.
    context.log.warn("login_failed", { remote: session.address, ...(user && { username: user.username }) });
    throw wrongCredentials();
  }
  const reply = await logIn(context, session, user);
  // The password may have been changed while the old one waited to be checked: that ended all it could see.
  const now = await context.store.users.byName(user.username);
  if (now?.password_hash === user.password_hash) return reply;
  await context.store.sessions.end(user.user_id, reply.session_id);
  depart(context, session);
  throw wrongCredentials();
}

const wrongCredentials = () => new ChatError("wrong_credentials", "Invalid username or password.");

export const resume: Handler<"session.resume"> = async (context, session, { token }) => {
  const { session_ms } = context.settings;
  const found = await context.store.sessions.use(hashToken(token), context.clock.now(), session_ms);
  if (!found) throw sessionEnded();
  const { expires_at_ms, ...login } = found;
  const { user_id, session_id } = login;
  await enterAlive(context, session, login);
  return {
    user: userOf(session.login ?? login),
    session_id,
    presence: await presenceOf(context, user_id),
    expires_at_ms,
  };
};

async function logIn(context: Context, session: Session, user: UserRecord) {
  const { user_id, username } = user;
  const token = newToken();
  const now_ms = context.clock.now();
  const expires_at_ms = now_ms + context.settings.session_ms;
  const token_hash = hashToken(token);
  const { device } = session;
  const { sessions } = context.store;
  // Asked for together they are one transaction: nobody ever has more.
  const [ended, { session_id }] = await Promise.all([
    sessions.endOldest(user_id, limits.sessions_per_user_max - 1),
    sessions.create({ token_hash, user_id, device, now_ms, expires_at_ms }),
  ]);
  await tellEnded(context, user_id, ended);
  await enterAlive(context, session, { ...user, session_id });
  context.log.info("logged_in", { username, device });
  return {
    user: userOf(session.login ?? user),
    session_id,
    presence: await presenceOf(context, user_id),
    token,
    expires_at_ms,
  };
}

/**
 * Enters, and looks then whether the session is still there: one that was ended while this was under way was
 * told to nobody here. From here on its end is told, and closes it.
 */
async function enterAlive(context: Context, session: Session, login: Login): Promise<void> {
  // What somebody says over a new connection must not be overtaken by what they had said over the last one.
  await context.hub.allHeardOf(login.user_id);
  await context.turns.next(login.user_id); // one commit lets many go on, and each follows all of its channels
  await enter(context, session, login);
  context.logins.noteKnown(session.address, login.username);
  const { user_id, session_id } = login;
  if (await context.store.sessions.isAlive(user_id, session_id, context.clock.now())) return;
  depart(context, session);
  throw sessionEnded();
}

async function presenceOf(context: Context, user_id: number) {
  const { chosen_status: status, status_text } = await context.store.users.presenceOf(user_id);
  return { status, status_text };
}

/** Still offline: that the user is online is told a moment later, when the login is done. */
function announceNewMember(context: Context, user: UserRecord, channel_ids: number[]): void {
  for (const channel_id of channel_ids) {
    context.bus.publish({
      audience: { channel_id },
      event: {
        type: "member.joined",
        body: { channel_id, member: { ...userOf(user), status: "offline", status_text: "" } },
      },
    });
  }
}
