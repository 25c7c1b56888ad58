import type { Words } from "../english.ts";

export const search: Words["search"] = {
  label: "Suche",
  field: "Nachrichten durchsuchen",
  close: "Suche schließen",
  close_title: "Schließen (Esc)",
  filters: "Filter",
  indexing: (percent) => `Nachrichten werden noch erfasst: ${percent} %.`,
  searching: "Suche läuft …",
  none: "Nichts gefunden. Weniger oder kürzere Wörter finden mehr.",
  found: (count, has_more) =>
    count === 1 && !has_more ? "1 Nachricht" : `${count}${has_more ? "+" : ""} Nachrichten`,
  more: "Mehr",
  join_to_open: "Zum Öffnen beitreten",
};
