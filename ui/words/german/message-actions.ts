import type { Words } from "../english.ts";

export const message_actions: Words["message_actions"] = {
  reply: "Antworten",
  edit: "Bearbeiten",
  pin: "Anpinnen",
  unpin: "Nicht mehr anpinnen",
  copy_text: "Text kopieren",
  copy_link: "Link kopieren",
  mark_unread: "Als ungelesen markieren",
  delete: "Löschen",
  copied: "Kopiert.",
  not_copied: "Das ließ sich nicht kopieren.",
  deleted: (count) => (count === 1 ? "Nachricht gelöscht." : `${count} Nachrichten gelöscht.`),
  not_deleted_away: "Nicht gelöscht: Der Server ist nicht erreichbar.",
  not_deleted: (problem) => `Nicht gelöscht: ${problem}`,
  still_sending: "Deine letzte Nachricht wird noch gesendet.",
  gone: "Diese Nachricht gibt es nicht mehr.",
  too_many_wait: "Zu viele Nachrichten warten auf das Senden. Schreib weiter, wenn der Server zurück ist.",
  held_back:
    "sie wurde geschrieben, bevor die Verbindung eine andere war. Mit „Noch einmal“ geht sie hierher.",
};
