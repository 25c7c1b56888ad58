import type { Words } from "../english.ts";

const lower = (when: string): string => when.replace(/^[HG]/, (letter) => letter.toLowerCase());

export const devices: Words["devices"] = {
  about: "Überall, wo du angemeldet bist. Beende, was du nicht kennst, und ändere dann dein Passwort.",
  list: "Geräte",
  end_others: (others) => (others === 1 ? "Das andere beenden" : `Alle ${others} anderen beenden`),
  unnamed: "Gerät ohne Namen",
  connected: (logged_in) => `Gerade verbunden, angemeldet ${lower(logged_in)}`,
  last_used: (when, logged_in) => `Zuletzt benutzt ${lower(when)}, angemeldet ${lower(logged_in)}`,
  this_one: "Dieses Gerät",
  end: "Beenden",
  end_label: (device) => `${device} beenden`,

  password_title: "Passwort ändern",
  about_password: "Alle deine anderen Geräte müssen sich mit dem neuen anmelden.",
  present: "Jetziges Passwort",
  present_missing: "Das jetzige Passwort fehlt.",
  new: "Neues Passwort",
  new_hint: "Mindestens 6 Zeichen",
  again: "Neues Passwort noch einmal",
  again_differs: "Das ist nicht dasselbe.",
  change_password: "Passwort ändern",
  password_changed: (ended) =>
    ended === 0
      ? "Dein Passwort ist geändert."
      : `Dein Passwort ist geändert. ${ended === 1 ? "Dein anderes Gerät wurde" : `Deine ${ended} anderen Geräte wurden`} abgemeldet.`,
};
