import type { Words } from "../english.ts";

export const pins: Words["pins"] = {
  title: "Angeheftete Nachrichten",
  none: "Hier ist noch nichts angeheftet. Hefte an, was andere wiederfinden sollen: im Menü einer Nachricht.",
  jump: "Hinspringen",
  unpin: "Lösen",
};
