import type { Words } from "../english.ts";

export const people: Words["people"] = {
  added: (names) => `${names.join(", ")} ${names.length === 1 ? "ist" : "sind"} jetzt im Kanal.`,
  unknown: "Unbekannt",
  is_typing: (name) => `${name} schreibt …`,
  are_typing: (names, last) => `${names.join(", ")} und ${last} schreiben …`,
  several_typing: "Mehrere schreiben …",
  here: "Wer online ist",
  channel: "Alle Mitglieder",
  message_in: (name, channel) => `${name} in ${channel}`,
  new_messages: (count) => (count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`),
  while_away: (channels) => `Während du weg warst, in ${channels}`,
};
