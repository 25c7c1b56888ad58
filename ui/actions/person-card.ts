import type { Member, User } from "../../src/protocol/fields.ts";
import type { App } from "../app.ts";
import { type PersonCard, personNamed } from "../state/person-card.ts";
import { words } from "../words/words.ts";
import { openDirectMessage } from "./channel-membership.ts";
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

/** Opens the direct messages with somebody, and sends the text there unless it is blank. Gives the problem in words when it breaks a rule. */
export async function writeTo(app: App, username: string, text: string): Promise<string | undefined> {
  const channel_id = await openDirectMessage(app, [username]);
  return text.trim() === "" ? undefined : sendText(app, channel_id, text);
}
