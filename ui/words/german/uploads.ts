import type { Words } from "../english.ts";

export const uploads: Words["uploads"] = {
  unreadable: "Sie lässt sich nicht lesen.",
  not_taken: "Dieser Server nimmt keine Dateien an.",
  too_many: (files_max) => `Zu einer Nachricht passen höchstens ${files_max} Dateien.`,
  empty: (name) => `„${name}“ ist leer oder ein Ordner.`,
  too_large: (name, size) => `„${name}“ ist zu groß: Der Server nimmt höchstens ${size} an.`,
  one_failed: "Eine Datei ließ sich nicht hochladen. Versuch es noch einmal, oder entferne sie.",
  text_alone: "Ihre Dateien wurden entfernt. Noch einmal versucht, geht der Text allein hinaus.",
  left_behind: (names) => `Beim Schließen noch nicht hochgeladen, also neu auszuwählen: ${names}.`,
  closing: "Dateien sind noch nicht gesendet",
  closing_about: "Trotzdem schließen? Sie sind nur in diesem Fenster und werden dann nicht gesendet.",
  closing_saving: "Eine Datei wird noch gespeichert",
  closing_saving_about: "Trotzdem schließen? Was davon schon da ist, geht dann verloren.",
  keep_open: "Offen lassen",
  close_anyway: "Trotzdem schließen",
  not_saved: (name, problem) => `„${name}“ wurde nicht gespeichert. ${problem}`,
};
