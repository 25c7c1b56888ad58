/** The choice of emoji. */
export const emoji = {
  choose: "Choose an emoji",
  button_title: "Emoji",
  search: "Search emoji",
  skin_tone: "Tone of skin",
  used_last: "Used last",
  none_found: "No emoji has this name.",
};
