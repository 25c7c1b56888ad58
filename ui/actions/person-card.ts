import type { Member, User } from "../../src/protocol/fields.ts";
import type { App } from "../app.ts";
import { isPassing, LinkDown } from "../link/link-error.ts";
import { dmPeer } from "../state/channels.ts";
import { type PersonCard, personNamed } from "../state/person-card.ts";
import { words } from "../words/words.ts";
import { openDirectMessage } from "./channel-membership.ts";
import { openChannel } from "./open-channel.ts";
import { say } from "./say.ts";
import { sendText } from "./send-message.ts";

/** Shows somebody's card beside what they were pressed on. */
export const showPerson = ({ store }: App, user: User, beside: PersonCard["beside"]): void =>
  store.commit({ person_card: { user, beside } });

/** The same for who is called so. */
export function showPersonNamed(app: App, username: string, beside: PersonCard["beside"]): void {
  const user = personNamed(app.store.state, username);
  if (user === undefined) say(app, words().card.unknown(username));
  else showPerson(app, user, beside);
}

export const closePerson = ({ store }: App): void => store.commit({ person_card: null });

/** Somebody with presence, as the server has them now; undefined when it does not say. */
export async function lookUp(app: App, user_id: number): Promise<Member | undefined> {
  const { users } = await app.link.request("user.get", { user_ids: [user_id] });
  return users[0];
}

/**
 * Opens the direct messages with somebody, and sends the text there unless it is blank. Gives the problem in words when it breaks
 * a rule, or when there is no connection and no such direct messages yet.
 */
export async function writeTo(app: App, username: string, text: string): Promise<string | undefined> {
  const is_blank = text.trim() === "";
  try {
    const channel_id = await directMessagesWith(app, username);
    return is_blank ? undefined : sendText(app, channel_id, text);
  } catch (error) {
    if (error instanceof LinkDown && !is_blank) return words().commands.msg_away;
    throw error;
  }
}

/** Without a connection those that the page knows of: what is written there waits for it. */
async function directMessagesWith(app: App, username: string): Promise<number> {
  try {
    return await openDirectMessage(app, [username]);
  } catch (error) {
    const known_id = isPassing(error) ? knownDirectMessages(app, username) : undefined;
    if (known_id === undefined) throw error;
    openChannel(app, known_id);
    return known_id;
  }
}

function knownDirectMessages({ store }: App, username: string): number | undefined {
  const { channels, me } = store.state;
  const dms = [...channels.values()].filter(({ kind }) => kind === "dm");
  return dms.find((dm) => dmPeer(dm, me?.user_id)?.username.toLowerCase() === username.toLowerCase())?.id;
}
