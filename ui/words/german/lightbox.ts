import type { Words } from "../english.ts";

export const lightbox: Words["lightbox"] = {
  picture: (name) => `Bild ${name}`,
  close_title: "Schließen (Esc)",
  loading: "Wird geladen",
  not_loaded: "Das Bild ließ sich nicht laden.",
  before: "Voriges Bild",
  next: "Nächstes Bild",
};
