/** At most `chars_max` code points on one line; a longer text ends in an ellipsis. */
export function shorten(text: string, chars_max: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= chars_max
    ? line
    : `${characters
        .slice(0, chars_max - 1)
        .join("")
        .trimEnd()}…`;
}
