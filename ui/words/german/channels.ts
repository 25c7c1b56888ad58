import type { Words } from "../english.ts";

export const channels: Words["channels"] = {
  none_open: "Kein Kanal ist offen",
  about_none_open: "Tritt links einem bei, oder lege mit dem Plus einen neuen an.",

  browse: "Kanäle durchsuchen",
  about_browse: "Alle auf diesem Server können sie lesen und beitreten.",
  search: "Suchen",
  public_channels: "Öffentliche Kanäle",
  none_found: "Kein Kanal heißt so oder ist so beschrieben.",
  found: (found, all) => `${found} von ${all}`,
  new_channel: "Neuer Kanal",
  is_new: "neu",
  archived_about: (description) => `Archiviert. ${description}`,
  leave: "Verlassen",
  leave_label: (channel) => `${channel} verlassen`,
  open: "Öffnen",
  open_label: (channel) => `${channel} öffnen`,
  join: "Beitreten",
  join_label: (channel) => `${channel} beitreten`,

  name: "Name",
  name_becomes: (name) => `Er wird #${name} heißen`,
  would_do: (name) => `„${name}“ ginge.`,
  name_hint: "2 bis 30 Zeichen aus a-z, 0-9 und Bindestrich",

  create_title: "Kanal anlegen",
  create: "Kanal anlegen",
  topic_optional: "Thema (freiwillig)",
  who_sees: "Wer ihn sehen kann",
  public: "Öffentlich",
  about_public: "Alle auf diesem Server können ihn finden, lesen und beitreten.",
  private: "Privat",
  about_private: "Nur wen du hinzufügst, kann ihn sehen. Für andere gibt es ihn gar nicht.",

  settings: "Kanaleinstellungen",
  topic: "Thema",
  yours: "Du hast diesen Kanal angelegt.",
  of_another:
    "Alle Mitglieder dürfen das Thema ändern; umbenennen und archivieren kann nur, wer den Kanal angelegt hat.",
  archive_title: "Archiv",
  archive: "Archivieren",
  about_archive: "Er bleibt lesbar, aber niemand kann mehr schreiben. Du kannst ihn zurückholen.",
  archived_title: "Archiviert",
  about_archived: "Niemand kann hier schreiben. Nichts ist verloren, und du kannst ihn zurückholen.",
  bring_back: "Zurückholen",
  archived_note: "Dieser Kanal ist archiviert: Man kann ihn lesen, aber niemand kann hier schreiben.",

  add_people: (channel) => `Personen zu ${channel} hinzufügen`,
  about_add_people: "Sie werden den ganzen Kanal sehen, auch was vorher geschrieben wurde.",
  add_names: "Namen",
  add: "Hinzufügen",

  welcome: (channel) => `Willkommen in #${channel}`,
  members_only: "Nur Mitglieder können diesen Kanal sehen.",
  nothing_written: "Noch hat niemand geschrieben: Das erste Wort gehört dir.",
  beginning: "Hier beginnt der Kanal.",
  own_notes: "Notizen für dich selbst: Niemand sonst kann sie lesen.",
  dm_beginning: (names, people) =>
    `Hier beginnen deine Direktnachrichten mit ${names}. Nur ihr ${people === 2 ? "beide" : people} seht sie.`,
};
