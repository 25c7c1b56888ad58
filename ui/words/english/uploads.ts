/** Files on their way to the server or from it. */
export const uploads = {
  unreadable: "It cannot be read.",
  not_taken: "This server takes no files.",
  too_many: (files_max: number) => `A message takes at most ${files_max} files.`,
  empty: (name: string) => `“${name}” is empty, or a folder.`,
  too_large: (name: string, size: string) => `“${name}” is too large: the server takes at most ${size}.`,
  one_failed: "A file could not be uploaded. Try again, or remove it.",
  text_alone: "Its files were taken away. Tried again, the text goes out alone.",
  left_behind: (names: string) => `Not up yet when this was closed, so choose anew: ${names}.`,
  closing: "Files are not sent yet",
  closing_about: "Close anyway? They are in this window alone, and will not be sent.",
  closing_saving: "A file is still being saved",
  closing_saving_about: "Close anyway? What has come of it goes then.",
  keep_open: "Keep open",
  close_anyway: "Close anyway",
  not_saved: (name: string, problem: string) => `“${name}” was not saved. ${problem}`,
};
