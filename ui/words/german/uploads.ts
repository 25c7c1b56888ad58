import type { Words } from "../english.ts";

export const uploads: Words["uploads"] = {
  not_there: "Sie ist nicht mehr da.",
  unreadable: "Sie lässt sich nicht lesen.",
  not_taken: "Dieser Server nimmt keine Dateien an.",
  too_many: (files_max) => `Zu einer Nachricht passen höchstens ${files_max} Dateien.`,
  empty: (name) => `„${name}“ ist leer oder ein Ordner.`,
  too_large: (name, size) => `„${name}“ ist zu groß: Der Server nimmt höchstens ${size} an.`,
  one_failed: "Eine Datei ließ sich nicht hochladen. Versuch es noch einmal, oder entferne sie.",
  left_behind:
    "Ihre Dateien waren noch nicht oben, als die Seite endete. Noch einmal versucht, geht sie ohne sie hinaus.",
  not_saved: (name, problem) => `„${name}“ wurde nicht gespeichert. ${problem}`,
};
