import type { Words } from "../english.ts";

export const members: Words["members"] = {
  title: "Mitglieder",
  here: "Online",
  away: "Offline",
  write_to: (name) => `${name} schreiben`,
  you: "du",
};
