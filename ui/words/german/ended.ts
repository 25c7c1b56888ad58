import type { Words } from "../english.ts";

export const ended: Words["ended"] = {
  title: "chat ist beendet",
  about_window:
    "Das Programm hinter diesem Fenster läuft nicht mehr. Schließ das Fenster und öffne chat neu.",
  about_browser:
    "Das Programm, das diese Seite gezeigt hat, läuft nicht mehr. Du kannst diesen Tab schließen. Zurück kommst du mit chat connect.",
  left_title: "Du hast chat verlassen",
  about_left: "Du bleibst auf diesem Gerät angemeldet. Du kannst diesen Tab schließen.",
  come_back: "Zurückkommen",
};
