import type { Words } from "../english.ts";

export const start: Words["start"] = {
  title: "Willkommen bei chat",
  about: "Rede mit deinen Leuten, auf einem Server, den einer von euch betreibt.",
  join: "Einem Server beitreten",
  about_join: "Jemand, den du kennst, betreibt einen.",
  found: (count) => (count === 1 ? "1 Server ist in deiner Nähe." : `${count} Server sind in deiner Nähe.`),
  host: "Auf diesem Computer betreiben",
  about_host: "Für Familie, Klasse oder Team. Was ihr schreibt, bleibt bei euch.",
  host_runs: (name) => `„${name}“ läuft hier.`,
  host_stopped: (name) => `„${name}“ ist angehalten.`,
  back: "Zurück",
  join_about: "Wähle einen in deiner Nähe, oder tippe die Adresse ein, die du bekommen hast.",
  nearby: "In deinem Netz",
  looking: "Suche Server …",
  none_nearby: "Bisher ist keiner da. Mit der Adresse geht es immer.",
  no_search: "Dein Netz lässt sich von hier nicht durchsuchen. Mit der Adresse geht es immer.",
  this_computer: "dieser Computer",
  already_here: "in diesem Fenster",
  not_encrypted: "unverschlüsselt",
  address: "Adresse",
  address_hint: "Zum Beispiel 192.168.1.20:5050, oder ein chat://-Link",
  address_problems: {
    empty: "Welcher Server? Tippe seine Adresse ein.",
    browser:
      "Das ist die Adresse für einen Browser. Lass weg, was vor dem Namen steht, und nimm die Zahl, die zu chat gehört, meist 5050.",
    host: "Der Name vor dem Doppelpunkt ist kein Name eines Computers.",
    port: "Die Zahl nach dem Doppelpunkt geht von 1 bis 65535.",
    form: "Eine Adresse hat die Form Name:Zahl, zum Beispiel 192.168.1.20:5050.",
  },
  go_on: "Weiter",
  elsewhere: "Anderer Server",
};
