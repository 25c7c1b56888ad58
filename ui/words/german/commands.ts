import type { Words } from "../english.ts";

export const commands: Words["commands"] = {
  me_usage: "/me <Handlung>",
  me: "Sag, was du tust: Bei „/me winkt“ steht „winkt“ hinter deinem Namen.",
  me_empty: "Schreib dahinter, was du tust, etwa „/me winkt“.",
  msg_usage: "/msg <Name> <Nachricht>",
  msg: "Schreib einer Person allein, in euren Direktnachrichten.",
  msg_wrong: "Schreib es so: /msg ana Bist du da?",
  msg_away:
    "Ohne Verbindung erreichst du nur Leute, mit denen du Direktnachrichten hast. Der Text bleibt hier.",
  help: "Diese Befehle und die Tasten zeigen.",
  quit: "Verbindung trennen und das Fenster schließen.",
  unknown: (name, guess) =>
    `Den Befehl /${name} gibt es nicht. ${guess === undefined ? "/help zeigt alle." : `Meintest du /${guess}?`}`,
};
