/** The part of a picture that is taken: a square round (x, y), in px of the picture. */
export interface Crop {
  x: number;
  y: number;
  side: number;
}

export interface PictureSize {
  width: number;
  height: number;
}

export const zoom_max = 8;

/** The largest square, in the middle. */
export const wholeCrop = ({ width, height }: PictureSize): Crop => ({
  x: width / 2,
  y: height / 2,
  side: Math.min(width, height),
});

/** How much larger than at first the picture is shown: 1 to `zoom_max`. */
export const zoomOf = (size: PictureSize, { side }: Crop): number => wholeCrop(size).side / side;

/** The square moved by so many px of the picture, as far as it goes. */
export const movedBy = (size: PictureSize, crop: Crop, x: number, y: number): Crop =>
  within(size, { ...crop, x: crop.x + x, y: crop.y + y });

/** With another zoom. What lies at `place` in the square, from -0.5 to 0.5 each way, stays there. */
export function zoomedTo(size: PictureSize, crop: Crop, zoom: number, place = { x: 0, y: 0 }): Crop {
  const side = wholeCrop(size).side / Math.min(zoom_max, Math.max(1, zoom));
  const gained = crop.side - side;
  return within(size, { side, x: crop.x + place.x * gained, y: crop.y + place.y * gained });
}

function within({ width, height }: PictureSize, { x, y, side }: Crop): Crop {
  const half = side / 2;
  const clamp = (at: number, room: number) => Math.min(room - half, Math.max(half, at));
  return { side, x: clamp(x, width), y: clamp(y, height) };
}
