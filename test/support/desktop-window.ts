import type { Desktop } from "./desktop.ts";
import type { Output } from "./program.ts";
import type { Area } from "./screen.ts";

/** A window on a desktop. */
export class DesktopWindow {
  readonly #titles: Output;
  readonly #fronts: Output;

  constructor(
    readonly desktop: Desktop,
    readonly id: string,
  ) {
    this.#titles = desktop.watch("xprop", "-id", id, "-spy", "-notype", "_NET_WM_NAME");
    this.#fronts = desktop.watch("xprop", "-root", "-spy", "-notype", "_NET_ACTIVE_WINDOW");
  }

  get #hex_id(): string {
    return `0x${Number(this.id).toString(16)}`;
  }

  /** Gives the window the focus. */
  async activate(): Promise<void> {
    await this.desktop.run("xdotool", "windowactivate", "--sync", this.id);
    await this.isInFront();
  }

  /** Resolves when the window has this title. */
  async titled(title: string): Promise<void> {
    const quoted = JSON.stringify(title).replaceAll(/[()]/g, String.raw`\$&`);
    await this.#titles.until(new RegExp(`_NET_WM_NAME = ${quoted}\n$`));
  }

  /** Resolves when the window is the one that gets the keys. */
  async isInFront(): Promise<void> {
    await this.#fronts.until(new RegExp(`# ${this.#hex_id}\n$`));
  }

  /** Resolves when the window is not the one that gets the keys. */
  async isBehind(): Promise<void> {
    await this.#fronts.until(new RegExp(`# (?!${this.#hex_id}\n)[^\n]*\n$`));
  }

  /** Resolves when a property of the window, as xprop prints it, has this text. */
  async has(property: string, text: string): Promise<void> {
    const values = this.desktop.watch("xprop", "-id", this.id, "-spy", "-notype", property);
    await values.until(new RegExp(text));
  }

  /** Resolves when the page shows at least so many pixels of a colour (`#rrggbb`): looked at again and again, since a picture tells nobody that it has changed. */
  async shows(colour: string, pixels_min: number): Promise<void> {
    while ((await this.pixels(colour)) < pixels_min);
  }

  /** How many pixels of a colour the display shows where the window is: none while it is not shown. Throws when it is gone. */
  async pixels(colour: string): Promise<number> {
    const area = await this.#area();
    return area === undefined ? 0 : this.desktop.screen.count(colour, area);
  }

  /** How many pixels of a colour stand on each other at most, in so many rows of pixels so far from the lower edge. */
  async tallest(colour: string, below_px: number, rows: number): Promise<number> {
    const area = await this.#area();
    if (area === undefined) return 0;
    const top = area.top + area.height - below_px - rows;
    return this.desktop.screen.tallest(colour, { ...area, top, height: rows });
  }

  async #area(): Promise<Area | undefined> {
    return areaOf(await this.desktop.run("xwininfo", "-id", this.id));
  }
}

/** Where on the display xwininfo says that a window is. */
function areaOf(said: string): Area | undefined {
  if (!said.includes("Map State: IsViewable")) return undefined;
  const [left = 0, top = 0, width = 0, height = 0] = [
    "Absolute upper-left X",
    "Absolute upper-left Y",
    "Width",
    "Height",
  ].map((name) => Number(new RegExp(`${name}: +(-?\\d+)`).exec(said)?.[1]));
  return { left, top, width, height };
}
