import { ChatError } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { App } from "../app.ts";
import { isPassing } from "../link/link-error.ts";
import { profilesSeen } from "../state/profiles.ts";

/** Notes what a frame of the server says of people. */
export function notePeople({ store }: App, body: unknown): void {
  const seen = profilesSeen(store.state, body);
  if (seen.profiles !== undefined) store.commit(seen);
}

/** Asked for at most: those met longest ago are asked for with the next list that has them. */
const asked_max = 500;

/** After a time away: how those are called now who wrote what is held, or had a name or picture before. */
export async function refreshPeople(app: App): Promise<void> {
  const { profiles, timelines } = app.store.state;
  const authors = [...timelines.values()].flatMap(({ messages }) =>
    messages.map(({ author }) => author.user_id),
  );
  const ids = [...new Set([...authors.toReversed(), ...profiles.keys()])].slice(0, asked_max);
  try {
    for (let from = 0; from < ids.length; from += limits.get_users_max)
      await app.link.request("user.get", { user_ids: ids.slice(from, from + limits.get_users_max) });
  } catch (error) {
    // After a loss of the connection this is asked again by itself; an older server does not know it.
    if (!isPassing(error) && !(error instanceof ChatError && error.code === "unknown")) throw error;
  }
}
