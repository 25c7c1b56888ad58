import type { Words } from "../english.ts";

export const composer: Words["composer"] = {
  label: (place) => `Nachricht an ${place}`,
  send: "Senden",
  send_label: "Nachricht senden",
  characters_left: (left, unseen) => [left, unseen(" Zeichen übrig")],
  attach: "Dateien anhängen",
  files: "Dateien dieser Nachricht",
  sent_part: (part, size) => `${part} von ${size}`,
  cancel_file: "Abbrechen",
  cancel_file_label: (name) => `${name} abbrechen`,
  remove_file: "Entfernen",
  remove_file_label: (name) => `${name} entfernen`,
  upload_of: (name) => `${name} wird hochgeladen`,
  drop_to_attach: (place) => `An ${place} anhängen`,
};
