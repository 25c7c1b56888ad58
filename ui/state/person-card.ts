import type { User } from "../../src/protocol/fields.ts";
import { knownPeople } from "./people.ts";
import type { State } from "./state.ts";

/** Whose card is open, and what it stands beside, in px of the window. */
export interface PersonCard {
  user: User;
  beside: { top: number; left: number; right: number };
}

/** Somebody by username, as far as they are known here. */
export function personNamed(
  state: Pick<State, "members" | "channels" | "timelines" | "me">,
  username: string,
): User | undefined {
  const name = username.toLowerCase();
  const isThey = (user: User) => user.username.toLowerCase() === name;
  if (state.me !== null && isThey(state.me)) return state.me;
  const known = knownPeople(state).find(isThey);
  if (known !== undefined) return known;
  for (const { messages } of state.timelines.values()) {
    const theirs = messages.find(({ author }) => isThey(author));
    if (theirs !== undefined) return theirs.author;
  }
  return undefined;
}

/** Somebody with presence, where a list that is kept has them. */
export function memberIn({ members, channels }: Pick<State, "members" | "channels">, user_id: number) {
  const lists = [...members.values(), ...[...channels.values()].map((channel) => channel.members)];
  for (const list of lists) {
    const found = list.find((member) => member.user_id === user_id);
    if (found !== undefined) return found;
  }
  return undefined;
}
