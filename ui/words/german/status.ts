import type { Words } from "../english.ts";

export const status: Words["status"] = {
  online: "Online",
  idle: "Abwesend",
  dnd: "Bitte nicht stören",
  offline: "Offline",
  invisible: "Unsichtbar",
  about_online: "",
  about_dnd: "Keine Benachrichtigungen",
  about_invisible: "Für andere bist du offline",
  you: "Du",
  help_title: "Befehle und Tasten",
  menu: "Dein Status",
  set: "Status setzen",
  change: "Status ändern",
  devices: "Geräte und Passwort",
  log_out: "Abmelden",
  about_text: "Er steht unter deinem Namen, bis du ihn änderst.",
  text: "Status",
  text_too_long: (by) => `${by} Zeichen zu lang.`,
  text_hint: (chars_max) => `Höchstens ${chars_max} Zeichen, etwa „Beim Essen 🍲“`,
  clear: "Entfernen",
};
