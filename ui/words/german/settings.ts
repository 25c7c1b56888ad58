import type { Words } from "../english.ts";

export const settings: Words["settings"] = {
  title: "Einstellungen",
  sections: "Bereiche der Einstellungen",
  appearance: "Aussehen",
  language: "Sprache und Zeit",
  notifications: "Benachrichtigungen",
  devices: "Geräte und Passwort",
  about: "Über chat",

  theme: "Farben",
  theme_dark: "Dunkel",
  theme_light: "Hell",
  theme_contrast: "Hoher Kontrast",
  theme_system: "Wie das System",
  density: "Nachrichten",
  density_cozy: "Luftig",
  density_compact: "Dicht",
  text_px: "Schriftgröße der Nachrichten",
  text_px_of: (px) => `${px} px`,
  motion: "Bewegung",
  motion_system: "Wie das System",
  motion_reduced: "Nichts bewegt sich",
  sample: "So sieht es aus: „Wir sehen uns um sechs am Hafen.“",

  language_choice: "Sprache",
  like_system: "Wie das System",
  clock: "Uhr",
  clock_24: "24 Stunden",
  clock_12: "12 Stunden",
  now: (time) => `Jetzt ist es ${time}.`,

  version: (version) => `chat ${version}`,
  about_words:
    "Ein Chat, der der Gruppe gehört. Deine Nachrichten liegen auf dem Server, den ihr nutzt, und sonst nirgends.",
  about_server: "Server",
  about_address: "Adresse",
  about_proof: "Verbindung",
  proof_authority: "Verschlüsselt; eine Zertifizierungsstelle bürgt für den Server",
  proof_pinned: "Verschlüsselt; das Zertifikat, das du angenommen hast",
  proof_browser: "Verschlüsselt; vom Browser geprüft",
  proof_none: "Nicht verschlüsselt",
};
