import type { Words } from "../english.ts";

export const emoji: Words["emoji"] = {
  choose: "Emoji auswählen",
  button_title: "Emoji",
  search: "Emoji suchen",
  skin_tone: "Hautton",
  used_last: "Zuletzt benutzt",
  none_found: "Kein Emoji heißt so.",
};
