import type { Words } from "../english.ts";

export const picker: Words["picker"] = {
  placeholder: "Name eingeben",
  list: "Personen",
  too_many: (people_max) => `Höchstens ${people_max} Personen.`,
  none: "Niemand, den du kennst. Enter nimmt den Namen, wie er ist.",
  remove: (name) => `${name} entfernen`,
  new_title: "Neue Nachricht",
  new_about: (people_max) =>
    `An eine Person oder an eine Gruppe von bis zu ${people_max}. Nur wer dabei ist, kann sie lesen.`,
  new_to: "An",
  new_group: "Gruppe starten",
  new_write: "Schreiben",
};
