import type { Words } from "../english.ts";

export const hosting: Words["hosting"] = {
  host_title: "Einen Server betreiben",
  host_about: "Er läuft auf diesem Computer, auch wenn dieses Fenster zu ist, bis du ihn anhältst.",
  name: "Name des Servers",
  name_hint: "So sehen ihn die anderen",
  default_name: "Unser Chat",
  allow: "Falls dein System fragt, ob chat Verbindungen annehmen darf, erlaube es.",
  start: "Server starten",
  starting: "Startet …",
  start_again: "Wieder starten",
  title: "Dein Server",
  runs: (name) => `${name} läuft`,
  since: (time) => `Gestartet: ${time}`,
  stopped: (name) => `${name} ist angehalten`,
  about_stopped:
    "Niemand kann beitreten oder schreiben, bis du ihn wieder startest. Alle Nachrichten bleiben.",
  failed: (name) => `${name} ließ sich nicht starten`,
  not_started: (name) => `Dein Server „${name}“ ließ sich nicht starten.`,
  addresses: "Gib das den anderen",
  about_addresses: "Es gilt für alle, die im selben Netz sind wie du, zum Beispiel in deinem WLAN.",
  no_addresses: "Dieser Computer ist gerade in keinem Netz, also kann niemand sonst kommen.",
  address: "Adresse",
  link: "Link",
  in_browser: "Im Browser",
  about_browser: "Ein Browser warnt einmal, weil das Zertifikat das des Servers selbst ist.",
  more_addresses: (count) => (count === 1 ? "1 weitere Adresse" : `${count} weitere Adressen`),
  copy: (what) => `${what} kopieren`,
  create_account: "Dein Konto anlegen",
  data: "Seine Daten",
  open_folder: "Ordner zeigen",
  stop: "Server anhalten",
  stopping: "Hält an …",
  stop_question: (name) => `${name} anhalten?`,
  about_stop:
    "Alle werden getrennt, und niemand kann beitreten oder schreiben, bis du ihn wieder startest. Alle Nachrichten bleiben.",
  keep: "Laufen lassen",
  details: "Die letzten Zeilen seines Protokolls",
  problems: {
    no_folder: "Der Ordner für seine Daten lässt sich nicht benutzen. Sieh nach, wer dort schreiben darf:",
    disk_full: "Die Festplatte ist voll. Schaffe etwas Platz und versuche es noch einmal.",
    no_program:
      "Das Programm ist nicht mehr, wo es beim Start war. Schließe dieses Fenster und starte chat neu.",
    no_port:
      "Jeder Port, der versucht wurde, gehört schon einem anderen Programm. Schließe einige Programme und versuche es noch einmal.",
    ended: "Er hat sich selbst beendet:",
    silent:
      "Er läuft, antwortet aber nicht. Warte einen Moment und versuche es noch einmal; hilft das nicht, starte den Computer neu.",
    slow: "Es dauert länger als sonst. Warte einen Moment und versuche es dann noch einmal.",
    stays: "Er ist noch nicht beendet. Warte einen Moment und versuche es dann noch einmal.",
  },
  try_again: "Noch einmal versuchen",
};
