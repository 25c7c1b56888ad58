import type { Words } from "../english.ts";

export const pins: Words["pins"] = {
  title: "Angepinnte Nachrichten",
  none: "Hier ist noch nichts angepinnt. Pinne an, was andere wiederfinden sollen: im Menü einer Nachricht.",
  jump: "Zeigen",
  unpin: "Nicht mehr anpinnen",
};
