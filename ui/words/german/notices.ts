import type { Words } from "../english.ts";

export const notices: Words["notices"] = {
  dnd: "Bitte nicht stören",
  about_dnd: "Auf keinem deiner Geräte erscheint etwas, und andere sehen es neben deinem Namen.",
  levels:
    "Jeder Kanal und jede Direktnachricht meldet alle Nachrichten, wenn du nichts anderes wählst: im Menü in der Liste oder mit der Glocke über den Nachrichten. Stummgeschaltetes bleibt still, was auch eingestellt ist.",
  turn_on: "In diesem Browser einschalten",
  test: "Testbenachrichtigung senden",
  testing: "Wird gesendet …",
  test_title: "Benachrichtigungen funktionieren",
  but_dnd: "„Bitte nicht stören“ ist hier an: Außer Tests erscheint nichts, bis du es ausschaltest.",
  test_body: "Das ist der Test, um den du gebeten hast.",
  shown_by: (who) => `Angezeigt von ${who}.`,
  shown: {
    dbus: "Dein Desktop hat sie angenommen.",
    "notify-send": "notify-send hat sie angenommen.",
    osascript: "macOS hat sie angenommen.",
    powershell: "Windows hat sie angenommen.",
    browser: "Dein Browser hat sie angezeigt.",
  },
  unseen: {
    dbus: "Hast du sie nicht gesehen, sieh nach, ob dein Desktop auf „Nicht stören“ steht.",
    "notify-send":
      "Hast du sie nicht gesehen, sieh nach, ob ein Benachrichtigungsdienst läuft und nicht auf „Nicht stören“ steht.",
    osascript:
      "Hast du sie nicht gesehen, erlaube in den Systemeinstellungen unter Mitteilungen die des Skripteditors.",
    powershell:
      "Hast du sie nicht gesehen, erlaube in den Einstellungen unter System, Benachrichtigungen die von Windows PowerShell.",
    browser: "Hast du sie nicht gesehen, sieh nach, ob dein System den Browser benachrichtigen lässt.",
  },
  failed: {
    no_bus: "Diese Sitzung hat keinen Nachrichtenbus.",
    no_service: "Dieser Desktop hat keinen Benachrichtigungsdienst.",
    no_program: "Das Programm des Systems für Benachrichtigungen fehlt.",
    refused: "Die Benachrichtigung wurde abgelehnt.",
    timed_out: "Der Benachrichtigungsdienst antwortet nicht.",
    denied: "Dein Browser blockiert die Benachrichtigungen dieser Seite.",
    not_asked: "Dein Browser hat dich gefragt und keine Antwort bekommen.",
    insecure: "Browser zeigen Benachrichtigungen nur für Seiten mit einer https-Adresse.",
    unavailable: "Dieser Browser hat keine Benachrichtigungen für Seiten.",
  },
  what_to_do: {
    no_bus: "Starte chat aus deinem Desktop heraus oder mit „dbus-run-session chat connect“.",
    no_service:
      "Installiere einen wie dunst oder mako, lass ihn mit dem Desktop starten und versuche es noch einmal.",
    no_program:
      "Unter Linux steckt notify-send im Paket libnotify-bin. Installiere es und versuche es noch einmal.",
    refused: "Sieh in den Benachrichtigungseinstellungen deines Systems nach und versuche es noch einmal.",
    timed_out:
      "Beende den Benachrichtigungsdienst oder melde dich am Desktop neu an und versuche es noch einmal.",
    denied: "Erlaube sie am Zeichen neben der Adresse, lade die Seite neu und versuche es noch einmal.",
    not_asked: "Versuche es noch einmal und wähle „Zulassen“, wenn der Browser fragt.",
    insecure: "Öffne die Seite des Servers mit https oder benutze das Fenster von chat.",
    unavailable: "Benutze einen anderen Browser oder das Fenster von chat.",
  },
  system_said: (text) => `Das System sagte: ${text}`,
  lost: (time, why) => `Eine Benachrichtigung konnte nicht angezeigt werden (${time}). ${why}`,
  left: (channel) => `Du hast ${channel} inzwischen verlassen.`,
  /** # is how many. */
  raised: { open: "Öffnen", many: "# neue Nachrichten" },
};
