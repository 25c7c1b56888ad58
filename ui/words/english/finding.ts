/** Where one can go, and what can be looked for. */
export const finding = {
  no_channel: (name: string) => `There is no channel ${name}.`,
  unread: (count: number) => `${count} unread`,
  archived: "Archived",
  join: "Join",
  write: "Write",
  from: "who wrote it",
  in: "the channel",
  day: "a day, as in 2026-11-25",
  offers: "What you may mean",
};
