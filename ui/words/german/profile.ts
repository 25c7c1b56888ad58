import type { Words } from "../english.ts";

export const profile: Words["profile"] = {
  title: "Profil bearbeiten",
  saved: "Gespeichert.",
  name: "Anzeigename",
  name_hint: (chars_max, username) =>
    `Höchstens ${chars_max} Zeichen; andere dürfen denselben haben. Lass ihn leer, um ${username} zu heißen.`,
  choose: "Bild wählen …",
  remove: "Bild entfernen",
  no_pictures: "Dieser Server nimmt keine Dateien an, also auch keine Bilder von Personen.",
  no_picture: "Das ist kein Bild. Wähl ein PNG, JPEG, WebP, GIF oder AVIF.",
  too_large: "Diese Datei ist größer als 32 MB. Wähl eine kleinere.",
  too_many_pixels: "Dieses Bild hat mehr Pixel, als sich hier bearbeiten lassen. Wähl ein kleineres.",
  broken: "Dieses Bild lässt sich nicht lesen. Es ist beschädigt oder nicht das, was sein Name sagt.",
  part: "Der Ausschnitt, der zu sehen ist",
  zoom: "Zoom",
  crop_hint: "Zieh das Bild, oder beweg es mit den Pfeiltasten; + und - zoomen, Enter nimmt es.",
  take: "Bild verwenden",
};
