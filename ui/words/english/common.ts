/** What many places say. */
export const common = {
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  others: (count: number) => `${count} others`,
  and: (before: string, last: string) => `${before} and ${last}`,
};
