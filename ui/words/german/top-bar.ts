import type { Words } from "../english.ts";

export const top_bar: Words["top_bar"] = {
  show_channels: "Kanäle",
  add_people: "Personen hinzufügen",
  channel_settings: "Kanaleinstellungen",
  leave: (channel) => `#${channel} verlassen`,
  leave_title: "Kanal verlassen",
  pinned_messages: "Angepinnte Nachrichten",
  member_list: "Mitgliederliste",
  show_members: "Mitglieder zeigen",
  hide_members: "Mitglieder ausblenden",
  search: "Nachrichten durchsuchen",
  search_title: "Suchen (Strg+F)",
};
