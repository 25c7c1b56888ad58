/** Reactions one can choose from, with the words that a screen reader says; six in a row. */
export const reaction_emoji: readonly (readonly [emoji: string, name: string])[] = [
  ["👍", "thumbs up"],
  ["❤️", "heart"],
  ["😂", "tears of joy"],
  ["🎉", "party"],
  ["😮", "surprised"],
  ["😢", "sad"],
  ["🙏", "thank you"],
  ["👏", "applause"],
  ["🔥", "fire"],
  ["👀", "looking"],
  ["✅", "done"],
  ["❌", "no"],
  ["😄", "smile"],
  ["😍", "love it"],
  ["🤔", "thinking"],
  ["😅", "phew"],
  ["😎", "cool"],
  ["🥳", "celebrating"],
  ["👎", "thumbs down"],
  ["💯", "a hundred"],
  ["🚀", "rocket"],
  ["💡", "idea"],
  ["☕", "coffee"],
  ["👋", "wave"],
];

/** The words for an emoji; itself when it is none of those above. */
export const emojiName = (emoji: string): string =>
  reaction_emoji.find(([known]) => known === emoji)?.[1] ?? emoji;
