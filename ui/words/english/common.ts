/** What many places say. */
export const common = {
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  try_again: "Try again",
  others: (count: number) => `${count} others`,
  and: (before: string, last: string) => `${before} and ${last}`,
};
