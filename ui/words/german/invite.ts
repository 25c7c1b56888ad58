import type { Words } from "../english.ts";

export const invite: Words["invite"] = {
  item: "Leute einladen",
  title: (server) => `Leute zu ${server} einladen`,
  about:
    "Wer eines davon bekommt, kann hier ein Konto anlegen. Im Fenster kommt es dorthin, wo „Einem Server beitreten“ nach der Adresse fragt; ein Link führt von selbst hin.",
  only_here: "Diese Adresse geht nur auf diesem Computer.",
};
