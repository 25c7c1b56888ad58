import type { Words } from "../english.ts";

export const messages: Words["messages"] = {
  deleted: "Diese Nachricht wurde gelöscht",
  deleted_at: (when) => `Gelöscht: ${when}`,
  edited: "(bearbeitet)",
  edited_at: (when) => `Bearbeitet: ${when}`,
  pinned: "Angepinnt",
  pinned_at: (when) => `Angepinnt: ${when}`,
  sending: "Wird gesendet …",
  server_trouble: "Der Server hat ein Problem mit dieser Nachricht. Neuer Versuch …",
  not_sent: (why) => `Nicht gesendet: ${why}`,
  retry: "Erneut senden",
  discard: "Löschen",
  answered_gone: "Die Nachricht wurde gelöscht",
  answers: (name, text) => `Antwortet ${name}: ${text}. Dorthin gehen`,
  add_reaction: "Reaktion hinzufügen",
  you: "Du",
  reacted: (who, emoji) => `Mit ${emoji} reagiert: ${who}`,
};
