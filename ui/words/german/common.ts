import type { Words } from "../english.ts";

export const common: Words["common"] = {
  cancel: "Abbrechen",
  close: "Schließen",
  save: "Speichern",
  try_again: "Noch einmal",
  others: (count) => `${count} andere`,
  and: (before, last) => `${before} und ${last}`,
};
