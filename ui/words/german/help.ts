import type { Words } from "../english.ts";

export const help: Words["help"] = {
  title: "Befehle und Tasten",
  commands: "Ins Nachrichtenfeld geschrieben",
  slash_usage: "//Text",
  slash: "Eine Nachricht senden, die mit einem Schrägstrich beginnt.",
  keys: "Tasten",
  version: (version) => `chat ${version}`,
};
