/** How many pixels of a colour (`#rrggbb`) a picture has, of which each pixel is three bytes: red, green, blue. */
export function pixelsOf(colour: string, picture: Uint8Array): number {
  const wanted = Number.parseInt(colour.slice(1), 16);
  let count = 0;
  for (let at = 0; at + 2 < picture.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = [picture[at], picture[at + 1], picture[at + 2]];
    if ((red << 16) + (green << 8) + blue === wanted) count++;
  }
  return count;
}
