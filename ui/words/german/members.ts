import type { Words } from "../english.ts";

export const members: Words["members"] = {
  title: "Mitglieder",
  here: "Online",
  away: "Offline",
  you: "du",
};
