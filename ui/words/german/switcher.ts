import type { Words } from "../english.ts";

export const switcher: Words["switcher"] = {
  title: "Wechseln zu",
  placeholder: "Zu einem Kanal oder einer Person wechseln",
  field: "Kanal oder Person",
  list: "Kanäle und Personen",
  found: (count) => `${count} gefunden`,
  none: "Niemand und nichts heißt so.",
};
