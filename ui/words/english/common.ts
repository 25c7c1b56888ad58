/** What many places say. */
export const common = {
  cancel: "Cancel",
  close: "Close",
  save: "Save",
};
