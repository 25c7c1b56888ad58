import type { Words } from "../english.ts";

const inSeconds = (left_s: number): string => (left_s > 0 ? `in ${left_s} s` : "jetzt");

export const connection: Words["connection"] = {
  connecting: "Verbinde …",
  server_away: (name) =>
    name === null ? "Der Server ist nicht erreichbar" : `„${name}“ ist nicht erreichbar`,
  try_now: "Jetzt versuchen",
  to_log_in: "Zurück zur Anmeldung",
  reconnecting: "Verbinde neu …",
  trying_again_in: (left_s) => `Neuer Versuch ${inSeconds(left_s)}`,
  reconnecting_in: (left_s) => `Neu verbinden ${inSeconds(left_s)}`,
};
