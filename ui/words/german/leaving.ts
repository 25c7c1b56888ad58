import type { Words } from "../english.ts";

export const leaving: Words["leaving"] = {
  title: (channel) => `${channel} verlassen?`,
  about_private:
    "Dieser Kanal ist privat: Du siehst ihn dann nicht mehr, und nur ein Mitglied kann dich wieder hinzufügen.",
  about_open: "Du kannst jederzeit wieder beitreten.",
  stay: "Bleiben",
  leave: "Kanal verlassen",
};
