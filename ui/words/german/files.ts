import type { Words } from "../english.ts";

export const files: Words["files"] = {
  open_picture: (name) => `Bild ${name} öffnen`,
  picture_gone: (name) => `Das Bild ${name} fehlt auf dem Server`,
  gone: "Fehlt auf dem Server",
  file_gone: (size) => `${size}, fehlt auf dem Server`,
  show_in_folder: "Im Ordner zeigen",
  download: "Herunterladen",
  download_label: (name) => `${name} herunterladen`,
  loaded_part: (part, size) => `${part} von ${size}`,
  saved: (size) => `${size}, gespeichert unter Downloads`,
};
