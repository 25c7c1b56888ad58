import type { Member } from "../../src/protocol/fields.ts";
import type { State } from "./state.ts";

/** Everybody this page has heard of, in order of name. */
export function knownPeople({ members, channels }: Pick<State, "members" | "channels">): Member[] {
  const people = new Map<number, Member>();
  const note = (list: readonly Member[]) => {
    for (const member of list) people.set(member.user_id, member);
  };
  for (const list of members.values()) note(list);
  for (const channel of channels.values()) note(channel.members);
  return [...people.values()].sort((a, b) => compareNames(a.username, b.username));
}

/** Those whose name has the text in it, first those whose name begins with it. */
export function suggestPeople(people: readonly Member[], text: string, count: number): Member[] {
  const part = text.trim().replace(/^@/, "").toLowerCase();
  const starts = (member: Member) => member.username.toLowerCase().startsWith(part);
  const found = people.filter(({ username }) => username.toLowerCase().includes(part));
  return [...found.filter(starts), ...found.filter((member) => !starts(member))].slice(0, count);
}

/** Names sort without regard to case. */
export const compareNames = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
