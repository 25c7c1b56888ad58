import type { Words } from "../english.ts";

export const finding: Words["finding"] = {
  no_channel: (name) => `Den Kanal ${name} gibt es nicht.`,
  unread: (count) => `${count} ungelesen`,
  archived: "Archiviert",
  join: "Beitreten",
  write: "Schreiben",
  from: "wer es schrieb",
  in: "der Kanal",
  day: "ein Tag, etwa 2026-11-25",
  offers: "Was du meinen könntest",
};
