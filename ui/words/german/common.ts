import type { Words } from "../english.ts";

export const common: Words["common"] = {
  cancel: "Abbrechen",
  close: "Schließen",
  save: "Speichern",
  try_again: "Noch einmal",
  not_loaded: "Das ließ sich nicht laden.",
  others: (count) => `${count} andere`,
  and: (before, last) => `${before} und ${last}`,
};
