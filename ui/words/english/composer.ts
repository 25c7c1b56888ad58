/** Where one writes. */
export const composer = {
  label: (place: string) => `Message ${place}`,
  send: "Send",
  send_label: "Send message",
  /** The number alone is seen, the rest is for screen readers. */
  characters_left: <T>(left: number, unseen: (text: string) => T) => [left, unseen(" characters left")],
  attach: "Attach files",
  files: "Files of this message",
  sent_part: (part: string, size: string) => `${part} of ${size}`,
  cancel_file: "Cancel",
  cancel_file_label: (name: string) => `Cancel ${name}`,
  remove_file: "Remove",
  remove_file_label: (name: string) => `Remove ${name}`,
  upload_of: (name: string) => `Upload of ${name}`,
  drop_to_attach: (place: string) => `Attach to ${place}`,
};
