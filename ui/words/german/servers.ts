import type { Words } from "../english.ts";

export const servers: Words["servers"] = {
  label: "Server",
  add: "Server hinzufügen",
  add_title: "Server hinzufügen",
  back: "Zurück",
  menu: (server) => `${server}, Menü`,
  mark_all_read: "Alles gelesen",
  copy_link: "Link kopieren",
  move_up: "Nach oben",
  move_down: "Nach unten",
  remove: "Server entfernen",
  place: (at, count) => `${at} von ${count}`,
  for_you: (count) => `${count} für dich`,
  unread: "ungelesene Nachrichten",
  away: "Nicht verbunden",
  signed_out: "Abgemeldet",
  asks: "Fragt, ob du seinem Zertifikat vertraust",
  remove_title: (server) => `Den Server „${server}“ entfernen?`,
  remove_about: (username) =>
    `Du meldest dich als ${username} ab. Dein Konto und deine Nachrichten bleiben auf dem Server; um wiederzukommen, brauchst du dein Passwort.`,
  remove_own:
    "Der Server selbst läuft auf diesem Computer weiter. Anhalten kannst du ihn unter „Dein Server“.",
  show_own: "Dorthin",
  remove_unsent: (count) =>
    count === 1
      ? "Eine Nachricht wurde noch nicht gesendet. Sie geht verloren."
      : `${count} Nachrichten wurden noch nicht gesendet. Sie gehen verloren.`,
  remove_confirm: "Server entfernen",
  too_many: (count) => `Mehr als ${count} Server hat ein Fenster nicht.`,
  already_here: "Dort bist du schon angemeldet.",
  elsewhere: "Das ist auf einem anderen Server.",
  no_such_channel: "Diesen Kanal gibt es hier nicht, oder er ist privat.",
  bad_link: {
    link: "Dieser Link hat eine Form, die nirgendwohin führt.",
    host: "Dieser Link nennt keinen Server.",
    port: "Der Port in diesem Link ist keine Zahl von 1 bis 65535.",
    place: "Dieser Link nennt weder Kanal noch Nachricht noch Person.",
    query: "Nach dem Fragezeichen dieses Links darf nur tls=0 oder tls=1 stehen.",
  },
};
