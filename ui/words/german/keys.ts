import type { Words } from "../english.ts";

export const keys: Words["keys"] = {
  send: { keys: "Enter", what: "Senden; Umschalt: neue Zeile" },
  complete: { keys: "@ # : /", what: "Namen, Kanäle, Emoji und Befehle: ↑ ↓, dann Tab oder Enter" },
  mark: { keys: "Strg + B / I", what: "Fett oder kursiv" },
  edit_last: { keys: "↑", what: "Deine letzte Nachricht bearbeiten, im leeren Feld" },
  to_messages: { keys: "Umschalt + Tab", what: "Zu den Nachrichten; dort Tab, um etwas zu tun" },
  neighbour: { keys: "Alt + ↑ / ↓", what: "Voriger oder nächster Kanal; Umschalt: ungelesene" },
  switch: { keys: "Strg + K", what: "Zu einem Kanal oder einer Person" },
  zoom: { keys: "Strg + + / - / 0", what: "Alles größer, kleiner oder wie zuvor" },
  settings: { keys: "Strg + ,", what: "Einstellungen" },
  back: { keys: "Alt + ←", what: "Zurück zur Antwort, von der du kamst" },
  server: { keys: "Strg + Alt + ↑ / ↓", what: "Voriger oder nächster Server; Strg + 1 bis 9: dieser" },
  region: { keys: "F6", what: "Server, Kanäle, Nachrichten, Feld, Mitglieder oder Suche; Umschalt: zurück" },
  row: { keys: "↑ / ↓", what: "Durch Kanäle, Personen und Nachrichten" },
  arrange: { keys: "Strg + Umschalt + ↑ / ↓", what: "Den Kanal in seiner Liste verschieben" },
  scroll: { keys: "Bild ↑ / ↓", what: "Durch die Nachrichten blättern" },
  search: {
    keys: "Strg + F",
    what: 'Nachrichten suchen: from:ana, in:general, before:2026-11-25, has:link, "diese Worte", -ohne',
  },
  help: { keys: "Strg + /, ?", what: "Diese Tasten" },
  dismiss: { keys: "Esc", what: "Schließen, was offen ist, als gelesen markieren, ans Ende gehen" },
};
