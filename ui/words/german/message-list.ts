import type { Words } from "../english.ts";

const newMessages = (count: number): string =>
  count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`;

export const message_list: Words["message_list"] = {
  label: (channel) => `Nachrichten in ${channel}`,
  loading: "Nachrichten werden geladen",
  not_loaded: "Die Nachrichten ließen sich nicht laden",
  not_loaded_about: "Der Server hatte ein Problem damit. Nichts ist verloren.",
  new_line: "Neue Nachrichten",
  gap: (count) =>
    count === 1
      ? "Eine weitere Nachricht kam, während du weg warst. Sie wird geladen, wenn du nach oben scrollst."
      : `${count.toLocaleString("de")} weitere Nachrichten kamen, während du weg warst. Sie werden geladen, wenn du nach oben scrollst.`,
  joined: (name) => [name, " ist beigetreten"],
  left: (name) => [name, " ist gegangen"],
  jump_back: "Zurück zur Antwort",
  jump_back_title: "Zurück (Alt+←)",
  jump_down: "Zum Neuesten springen",
  new_below: newMessages,
  new_since: (count, since) =>
    since === undefined ? newMessages(count) : `${newMessages(count)} seit ${since}`,
  jump_to_new: "Zeigen",
  mark_read: "Gelesen",
  mark_read_title: "Als gelesen markieren (Esc)",
};
