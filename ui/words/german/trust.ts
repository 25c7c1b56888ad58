import type { Words } from "../english.ts";

export const trust: Words["trust"] = {
  title: "Ist das der richtige Server?",
  unknown: (server) =>
    `Mit ${server} warst du noch nie verbunden, und keine bekannte Stelle bürgt dafür. Das ist üblich bei einem Server, den eine Gruppe selbst betreibt.`,
  compare:
    "Vergleiche diesen Fingerabdruck mit dem, den der Server zeigt. Sind sie gleich, bist du mit dem richtigen Server verbunden, und niemand kann mitlesen. Noch wurde nichts gesendet, auch nicht dein Passwort.",
  fingerprint: "Fingerabdruck (SHA-256)",
  where:
    "Wer den Server betreibt, hat ihn: Er steht beim Start da, und im Fenster unter „Dein Server“. Lass ihn dir vorlesen. Deine Antwort wird gemerkt, und falls sich das Zertifikat je ändert, wird die Verbindung verweigert.",
  accept: "Diesem Server vertrauen",
  changed_title: "Verweigert: geändertes Zertifikat",
  changed: (server) =>
    `${server} zeigt ein anderes Zertifikat als das, dem du vertraut hast. Entweder hat die Person, die ihn betreibt, ein neues erstellt, oder jemand zwischen dir und dem Server will mitlesen. Es wurde nichts gesendet.`,
  until_now: "Bisher vertraut",
  shown_now: "Gerade gezeigt",
  checked: "Ich habe den neuen Fingerabdruck beim Betreiber geprüft",
  accept_changed: "Dem neuen Zertifikat vertrauen",
  refuse: "Nicht verbinden",
};
