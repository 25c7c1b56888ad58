import type { Words } from "../english.ts";

export const lightbox: Words["lightbox"] = {
  picture: (name) => `Bild ${name}`,
  close_title: "Schließen (Esc)",
  loading: "Wird geladen",
  not_loaded: "Das Bild ließ sich nicht laden.",
  gone: "Das Bild fehlt auf dem Server.",
  before: "Voriges Bild",
  next: "Nächstes Bild",
};
