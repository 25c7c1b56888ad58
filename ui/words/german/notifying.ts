import type { Words } from "../english.ts";

export const notifying: Words["notifying"] = {
  label: "Benachrichtigungen",
  question: "Von neuen Nachrichten erfahren, während diese Seite im Hintergrund ist?",
  turn_on: "Einschalten",
  not_now: "Nicht jetzt",
  turn_on_item: "Benachrichtigungen einschalten",
  blocked:
    "Benachrichtigungen sind blockiert. Erlaube sie für diese Seite in den Einstellungen des Browsers.",
  unavailable: "Keine Benachrichtigungen: Browser zeigen sie nur für Seiten mit einer https-Adresse.",
  on: "Benachrichtigungen sind an.",
};
