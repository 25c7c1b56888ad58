import type { Words } from "../english.ts";

export const channel_menu: Words["channel_menu"] = {
  more: { channel: "Kanalmenü", dm: "Menü der Direktnachricht" },
  open: "Öffnen",
  mark_read: "Als gelesen markieren",
  favorite: "Zu den Favoriten",
  unfavorite: "Aus den Favoriten",
  mute: "Stummschalten",
  unmute: "Nicht mehr stumm",
  level: "Benachrichtigen bei",
  level_all: "Allen Nachrichten",
  level_mentions: "Nur Erwähnungen",
  level_none: "Nichts",
  move_up: "Nach oben",
  move_down: "Nach unten",
  copy_name: "Namen kopieren",
  settings: "Kanaleinstellungen",
  leave: "Kanal verlassen",
  bell_all: "Benachrichtigungen: alle Nachrichten",
  bell_mentions: "Benachrichtigungen: nur Erwähnungen",
  bell_none: "Benachrichtigungen: keine",
  bell_muted: "Benachrichtigungen: stummgeschaltet",
};
