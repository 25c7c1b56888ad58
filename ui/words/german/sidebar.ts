import type { Words } from "../english.ts";

export const sidebar: Words["sidebar"] = {
  label: "Kanäle und Direktnachrichten",
  channels: "Kanäle",
  favorites: "Favoriten",
  privates: "Private Kanäle",
  browse_channels: "Kanäle durchsuchen",
  new_channels: (count) => (count === 1 ? "1 neuer Kanal" : `${count} neue Kanäle`),
  create_channel: "Kanal anlegen",
  direct_messages: "Direktnachrichten",
  no_direct_messages: "Schreib mit dem Plus einer Person oder einigen.",
  new_message: "Neue Nachricht",
  archived: (channels) => `Archiviert — ${channels}`,
  row_private: "privat",
  row_muted: "stumm",
  row_people: (people) => `${people} Personen`,
  row_you: "du",
  row_files: "Dateien, die noch nicht oben sind",
  row_draft: "Entwurf",
  row_draft_title: "Entwurf",
  row_unread: (unread) => `${unread} ungelesen`,
  row_unread_for_you: (unread, for_you) => `${unread} ungelesen, ${for_you} für dich`,
};
