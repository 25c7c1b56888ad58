/** The quick way to a channel or a person. */
export const switcher = {
  title: "Go to",
  placeholder: "Go to a channel or person",
  field: "Channel or person",
  list: "Channels and people",
  found: (count: number) => `${count} found`,
  none: "Nobody and nothing is called that.",
};
