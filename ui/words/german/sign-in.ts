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
  about_register: "Wähle den Namen, den die anderen sehen.",
  username: "Benutzername",
  username_hint: "3 bis 20 Zeichen aus a-z, A-Z, 0-9 und _",
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
