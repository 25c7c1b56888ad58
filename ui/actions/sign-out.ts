import type { App } from "../app.ts";
import type { SignInProblem } from "../state/sign-in.ts";
import { signedOut, type State } from "../state/state.ts";
import { isForeseen } from "./error-words.ts";

const logout_timeout_ms = 3_000;

/** Ends the session on the server, if that can be reached, and forgets it here. */
export function logOut(app: App): Promise<void> {
  forgetToken(app);
  return endSession(app);
}

/** Ends the session on the server, if that can be reached; the client program still has what it remembers. */
export async function endSession(app: App): Promise<void> {
  app.keeper.stop();
  app.kept.forgetDrafts();
  app.deletions.flush();
  app.uploader.clear(); // who is logged out is not listened to
  try {
    await app.link.request("session.logout", {}, { timeout_ms: logout_timeout_ms });
  } catch (error) {
    // Out of reach, the session stays on the server until it expires; nobody has its token any more.
    if (!isForeseen(error)) throw error;
  } finally {
    leaveChat(app, null);
  }
}

/** Back to the sign-in screen, with the reason. */
export function leaveChat(app: App, problem: SignInProblem | null): void {
  app.sign_in_try++;
  app.keeper.stop();
  app.uploader.clear();
  app.loader.clear();
  app.link.hangUp();
  app.outbox_disk.letGo();
  app.kept.letGo();
  const { sign_in, drafts, me } = app.store.state;
  // Who is thrown out finds what they had typed; who leaves by themself leaves nothing behind.
  app.kept_drafts = problem === null || me === null ? undefined : { whose: ownerOf(app.store.state), drafts };
  app.store.commit({
    ...signedOut(),
    screen: "sign_in",
    sign_in: { ...sign_in, mode: "login", busy: false, progress: null, problem },
  });
}

/** Tells accounts on servers apart. */
export const ownerOf = ({ sign_in, me }: State): string =>
  `${me?.user_id}@${sign_in.server.host}:${sign_in.server.port}`;

/** Gives back what was typed when this account was thrown out. */
export function restoreDrafts({ store, kept_drafts }: App): void {
  if (kept_drafts?.whose === ownerOf(store.state)) store.commit({ drafts: kept_drafts.drafts });
}

/** A token that is worth nothing any more is not tried at the next start. */
export function forgetToken(app: App): void {
  const { server, username } = app.store.state.sign_in;
  app.token = null;
  app.bridge.post({ type: "remember", server, username, token: null, stay: false });
}
