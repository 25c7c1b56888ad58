/** The search for messages. */
export const search = {
  label: "Search",
  field: "Search messages",
  close: "Close search",
  close_title: "Close (Esc)",
  filters: "Filters",
  indexing: (percent: number) => `Messages are still being indexed: ${percent} %.`,
  searching: "Searching …",
  none: "Nothing was found. Fewer or shorter words find more.",
  found: (count: number, has_more: boolean) =>
    count === 1 && !has_more ? "1 message" : `${count}${has_more ? "+" : ""} messages`,
  more: "More",
  join_to_open: "Join to open",
};
