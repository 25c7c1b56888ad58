import type { Words } from "../english.ts";

const inSeconds = (left_s: number): string => (left_s > 0 ? `in ${left_s} s` : "jetzt");

export const connection: Words["connection"] = {
  connecting: "Verbinde …",
  server_away: "Der Server ist nicht erreichbar",
  try_now: "Jetzt versuchen",
  log_in_another_way: "Anders anmelden",
  reconnecting: "Verbinde neu …",
  trying_again_in: (left_s) => `Neuer Versuch ${inSeconds(left_s)}`,
  reconnecting_in: (left_s) => `Neu verbinden ${inSeconds(left_s)}`,
};
