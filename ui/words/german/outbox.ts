import type { Words } from "../english.ts";

export const outbox: Words["outbox"] = {
  waiting: (count) =>
    count === 1 ? "1 Nachricht wartet auf das Senden" : `${count} Nachrichten warten auf das Senden`,
  more_waiting: (count) => (count === 1 ? "und eine weitere" : `und ${count} weitere`),
  not_sent_count: (count) =>
    count === 1 ? "1 Nachricht nicht gesendet" : `${count} Nachrichten nicht gesendet`,
  title: "Nicht gesendet",
  about: "Diese Nachrichten bleiben hier, bis du sie sendest, kopierst oder löschst.",
  about_none: "Hier ist nichts mehr.",
  list: "Nachrichten, die nicht gesendet wurden",
  some_channel: "Ein Kanal",
  copy: "Kopieren",
};
