/** What many places say. */
export const common = {
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  try_again: "Try again",
  not_loaded: "This could not be loaded.",
  others: (count: number) => `${count} others`,
  and: (before: string, last: string) => `${before} and ${last}`,
};
