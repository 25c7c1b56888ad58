import type { Words } from "../english.ts";

export const members: Words["members"] = {
  title: "Mitglieder",
  here: "Online",
  away: "Offline",
  were_here: "Waren online",
  were_away: "Waren offline",
  you: "du",
};
