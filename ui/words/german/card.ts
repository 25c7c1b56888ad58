import type { Words } from "../english.ts";

export const card: Words["card"] = {
  you: "(du)",
  write_to: (name) => `${name} schreiben`,
  message: "Nachricht",
  mention: "Erwähnen",
  edit: "Profil bearbeiten",
  status: "Status setzen",
  unknown: (name) => `Du kennst niemanden namens ${name}.`,
};
