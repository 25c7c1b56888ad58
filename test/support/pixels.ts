/** How many pixels of a picture, three bytes each, have a colour (`#rrggbb`). */
export function pixelsOf(picture: Buffer, colour: string): number {
  const wanted = Number.parseInt(colour.slice(1), 16);
  let count = 0;
  for (let at = 0; at + 2 < picture.length; at += 3) if (picture.readUIntBE(at, 3) === wanted) count++;
  return count;
}
