import type { Words } from "../english.ts";

export const link: Words["link"] = {
  refused: (place) => `Unter ${place} antwortet niemand. Läuft der Server dort?`,
  not_tls: (place) =>
    `Der Server unter ${place} spricht kein TLS. Nur wenn du dem Netz vertraust, schalte „TLS verwenden“ aus.`,
  hung_up: (place) =>
    `Der Server unter ${place} hat aufgelegt. Vielleicht will er eine verschlüsselte Verbindung: Schalte „TLS verwenden“ ein.`,
  broken: (place) => `Was unter ${place} antwortet, ist kein Chat-Server dieser Art.`,
  lost: (place) => `Die Verbindung zu ${place} ist abgerissen.`,
  wrong_credentials: "Benutzername oder Passwort ist falsch.",
  name_taken: "Dieser Benutzername ist vergeben.",
  host_missing: "Welcher Server? Sein Name oder seine Adresse fehlt.",
  password_missing: "Das Passwort fehlt.",
  in_line: "Gerade melden sich viele an. Gleich bist du dran …",
};
