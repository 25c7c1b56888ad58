import type { Words } from "../english.ts";

export const errors: Words["errors"] = {
  unexpected: "Etwas ist schiefgegangen. Versuch es noch einmal.",
  no_connection: "Gerade gibt es keine Verbindung zum Server.",
  no_answer: "Der Server hat nicht rechtzeitig geantwortet. Versuch es noch einmal.",
};
