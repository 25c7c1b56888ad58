import type { Member } from "../../src/protocol/fields.ts";
import { usernameProblem } from "../../src/protocol/rules.ts";
import { shownName } from "./profiles.ts";
import type { State } from "./state.ts";

/** Everybody this page has heard of, in order of name. */
export function knownPeople({ members, channels }: Pick<State, "members" | "channels">): Member[] {
  const people = new Map<number, Member>();
  const note = (list: readonly Member[]) => {
    for (const member of list) people.set(member.user_id, member);
  };
  for (const list of members.values()) note(list);
  for (const channel of channels.values()) note(channel.members);
  return [...people.values()].sort(byShownName);
}

/** Those of whose names one has the text in it, first those where a word begins with it. */
export function suggestPeople(people: readonly Member[], text: string, count: number): Member[] {
  const part = text.trim().replace(/^@/, "").toLowerCase();
  const fits = (test: (name: string) => boolean) => (member: Member) =>
    test(member.username.toLowerCase()) || test((member.display_name ?? "").toLowerCase());
  const starts = fits((name) => name.startsWith(part) || name.includes(` ${part}`));
  const found = people.filter(fits((name) => name.includes(part)));
  return [...found.filter(starts), ...found.filter((member) => !starts(member))].slice(0, count);
}

/**
 * The only one who is called so. Nobody by what can be a username: that may be somebody's whom this page has not heard of, and
 * anybody can choose to be called so.
 */
export function calledSo(people: readonly Member[], name: string): Member | undefined {
  if (usernameProblem(name) === undefined) return undefined;
  const called = people.filter((member) => shownName(member).toLowerCase() === name.toLowerCase());
  return called.length === 1 ? called[0] : undefined;
}

/** Whom a text means that can be no username: the only one who is called so, or whom alone it fits. */
export function meantBy(
  people: readonly Member[],
  found: readonly Member[],
  text: string,
): Member | undefined {
  if (text === "" || usernameProblem(text) === undefined) return undefined;
  return calledSo(people, text) ?? (found.length === 1 ? found[0] : undefined);
}

/** In the order of what people are called; of those called alike, of their usernames. */
export const byShownName = (a: Member, b: Member): number =>
  compareNames(shownName(a), shownName(b)) || compareNames(a.username, b.username);

/** Names sort without regard to case. */
export function compareNames(a: string, b: string): number {
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  return first < second ? -1 : Number(first > second);
}
