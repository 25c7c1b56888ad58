/** In pixels from the upper left corner. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * What a virtual display shows, read where it keeps it (`Xvfb -fbdir`): an XWD dump that changes as the display does. A program that
 * asks for a picture takes a quarter of a second, half of it of the core that draws what is waited for.
 */
export class Screen {
  /** `path`: of the file, which is there once the display is. */
  constructor(readonly path: string) {}

  /** How many pixels of a colour (`#rrggbb`) there are in an area; what of it is outside of the display has none. */
  async count(colour: string, area: Area): Promise<number> {
    let count = 0;
    await this.#find(colour, area, () => count++);
    return count;
  }

  /** How many pixels of a colour stand on each other at most. */
  async tallest(colour: string, area: Area): Promise<number> {
    const lines = new Map<number, { height: number; below: number }>();
    let tallest = 0;
    await this.#find(colour, area, (column, row) => {
      const line = lines.get(column);
      const height = line?.below === row ? line.height + 1 : 1;
      lines.set(column, { height, below: row + 1 });
      tallest = Math.max(tallest, height);
    });
    return tallest;
  }

  /** Row after row. */
  async #find(
    colour: string,
    { left, top, width, height }: Area,
    found: (column: number, row: number) => void,
  ): Promise<void> {
    const file = await Bun.file(this.path).arrayBuffer();
    const header = new DataView(file);
    const word = (at: number) => header.getUint32(at * 4);
    const [columns, rows, row_pixels] = [word(4), word(5), word(12) / pixel_bytes];
    const pixels = new Uint32Array(file, word(0) + word(19) * colour_bytes);
    const wanted = Number.parseInt(colour.slice(1), 16);
    for (let row = Math.max(0, top); row < Math.min(rows, top + height); row++) {
      for (let column = Math.max(0, left); column < Math.min(columns, left + width); column++) {
        if (((pixels[row * row_pixels + column] ?? 0) & 0xffffff) === wanted) found(column, row);
      }
    }
  }
}

/** An entry of the table of colours, which stands before the pixels and is not used by them: each is blue, green, red and a byte more. */
const colour_bytes = 12;
const pixel_bytes = 4;
