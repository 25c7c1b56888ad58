import { newsCount, urgentCount } from "./channels.ts";
import type { State } from "./state.ts";

/** As many servers as the client program knows; see clientLimits.servers_max. */
export const servers_max = 32;

/** Whether nobody has ever signed in there. */
export const isFresh = ({ store }: { store: { state: State } }): boolean => store.state.account === null;

/** Whether nothing is lost with it: a form to begin with, that is neither filled in nor on its way. */
export function isBlank(app: { store: { state: State } }): boolean {
  const { address, busy, typed } = app.store.state.sign_in;
  return isFresh(app) && !busy && !address && !typed?.username && !typed?.password;
}

/** Why a server is not there just now: its certificate is in question, the connection is away, or nobody is signed in. */
export type Absence = "asks" | "away" | "signed_out";

export interface RailMarks {
  /** Unread messages that are for oneself. */
  urgent: number;
  unread: boolean;
  absence: Absence | null;
}

type Told = Pick<
  State,
  "channels" | "trust" | "screen" | "connection" | "open_channel_id" | "attentive" | "at_end" | "kept_unread"
>;

/** What the rail says of a server. What is being looked at counts as read. */
export function railMarks(state: Told): RailMarks {
  const seen_id = state.attentive && state.at_end && !state.kept_unread ? state.open_channel_id : null;
  const others = [...state.channels.values()].filter(({ id }) => id !== seen_id);
  return {
    urgent: others.reduce((sum, channel) => sum + urgentCount(channel), 0),
    unread: others.some((channel) => newsCount(channel) > 0),
    absence: absenceOf(state),
  };
}

function absenceOf({ trust, screen, connection }: Told): Absence | null {
  if (trust !== null) return "asks";
  if (screen === "sign_in") return "signed_out";
  return connection.stage === "up" ? null : "away";
}

/** The first letters of the first two words: "WS" for Willow Street. */
export const initials = (name: string): string =>
  (name.match(/[\p{L}\p{N}]+/gu) ?? ["?"])
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();

const hues = 8;

/** A colour that stays with a name. */
export function hueOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % hues;
}
