import type { Words } from "../english.ts";

export const sign_in: Words["sign_in"] = {
  log_in: "Anmelden",
  register: "Registrieren",
  stay: "Angemeldet bleiben",
  title_first: "Willkommen bei chat",
  about_first: "Melde dich an, oder lege unten ein Konto an.",
  title_back: "Willkommen zurück",
  about_back: "Melde dich an, um weiterzureden.",
  title_register: "Konto anlegen",
  about_register: "Benutzername und Passwort genügen.",
  about_there: (server) => `Auf dem Server „${server}“`,
  about_unknown: (place) => `Auf ${place}, einem neuen Server in diesem Fenster`,
  username: "Benutzername",
  username_hint:
    "3 bis 20 Zeichen aus a-z, A-Z, 0-9 und _. Der Anzeigename, den andere sehen, kommt danach, mit beliebigen Buchstaben.",
  username_would_do: (name) => `„${name}“ ginge. Der Anzeigename kommt danach, mit beliebigen Buchstaben.`,
  password: "Passwort",
  password_hint: "Mindestens 6 Zeichen",
  show_password: "Passwort zeigen",
  hide_password: "Passwort verbergen",
  connecting: "Verbinde …",
  have_account: "Du hast schon ein Konto?",
  log_in_instead: "Stattdessen anmelden",
  new_here: "Neu hier?",
  create_account: "Konto anlegen",
};
