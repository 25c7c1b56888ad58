import type { Channel } from "../../src/protocol/channel.ts";
import { features } from "../../src/protocol/search-query.ts";
import { words } from "../words/words.ts";
import { channelLabel, channelSections } from "./channels.ts";
import { knownPeople, suggestPeople } from "./people.ts";
import type { State } from "./state.ts";

/** What can stand at the end of the query in the place of what is typed there. */
export interface Completion {
  /** The whole query with it. */
  text: string;
  label: string;
  hint: string;
}

export const operators = (): readonly (readonly [operator: string, hint: string])[] => [
  ["from:", words().finding.from],
  ["in:", words().finding.in],
  ["has:", features.join(", ")],
  ["before:", words().finding.day],
  ["after:", words().finding.day],
];

const shown_max = 6;

/** Names behind from: and in:, what has: knows, and operators that begin as the last word does. */
export function completionsFor(
  text: string,
  state: Pick<State, "members" | "channels" | "me">,
): Completion[] {
  const [, before = "", last = ""] = /^(.*?)(\S*)$/s.exec(text) ?? [];
  const [, operator = "", typed = ""] = /^(from|in|has):(.*)$/i.exec(last) ?? [];
  const complete = (key: string, names: readonly string[]) =>
    names.slice(0, shown_max).map((name) => ({
      text: `${before}${key}:${/\s/.test(name) ? `"${name}"` : name} `,
      label: name,
      hint: "",
    }));
  if (operator === "")
    return operators()
      .filter(([name]) => last === "" || (name.startsWith(last.toLowerCase()) && last.length > 1))
      .map(([name, hint]) => ({ text: before + name, label: name, hint }));
  const found = named(operator.toLowerCase(), typed, state);
  // What is there in full already needs no completing.
  return found.some((name) => name.toLowerCase() === typed.toLowerCase()) ? [] : complete(operator, found);
}

function named(
  operator: string,
  typed: string,
  state: Pick<State, "members" | "channels" | "me">,
): readonly string[] {
  if (operator === "has") return features.filter((name) => name.startsWith(typed.toLowerCase()));
  if (operator === "from")
    return suggestPeople(knownPeople(state), typed, shown_max).map(({ username }) => username);
  const { joined, archived, dms } = channelSections(state.channels);
  const part = typed.replace(/^#/, "").toLowerCase();
  return [...joined, ...archived, ...dms]
    .map((channel) => inWords(channel, state.me?.user_id))
    .filter((name) => name.toLowerCase().includes(part));
}

const inWords = (channel: Channel, my_id: number | undefined): string =>
  channel.name ?? channelLabel(channel, my_id);
