import type { RowWindow } from "./row-window.ts";

/** What the keeper tells and asks; see ScrollKeeper. */
export interface ScrollWatch {
  isAtEnd(): boolean;
  /** distance_px: how far the end is below the view. */
  scrolled(at_end: boolean, distance_px: number): void;
  nearStart(): void;
  nearEnd(): void;
  /** The rows that are drawn are no longer the right ones. */
  redraw(): void;
}

/** Where the line before what is new is; `seen` once it has been on screen. */
export type LinePlace = "none" | "above" | "below" | "seen";

const end_slack_px = 24;
const near_px = 1_200;
/** How far the room for what is not drawn above may be off, before the list is scrolled to put it right. */
const debt_max_px = 1_500;

/**
 * Keeps what is read in its place while the list grows at both ends and rows out of view come and go: at the end the list stays at the end,
 * else the row at the top of the view stays where it is. WebKit has no scroll anchoring of its own.
 *
 * Rows that are not drawn leave their room as padding. When a row turns out to be higher than was thought, the room above it
 * gives way rather than the list being scrolled, since that would end the movement of a wheel or a finger.
 */
export class ScrollKeeper {
  #top_px = 0;
  #above_px = 0;
  #below_px = 0;
  /** How much more room than it should have the padding above has. */
  #debt_px = 0;
  #line_seen: string | undefined;
  /** A row to be put into the middle and to get the focus, as soon as it is drawn. */
  #goal: { key: string; flash: boolean } | undefined;
  #observer: ResizeObserver;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly content: HTMLElement,
    private readonly window: RowWindow,
    private readonly watch: ScrollWatch,
  ) {
    this.#observer = new ResizeObserver(() => this.restore());
    this.#observer.observe(scroller);
    this.#observer.observe(content);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  /** The first view: what the window is anchored to. */
  place(): void {
    this.makeRoom();
    this.#measure();
    if (this.window.anchor === "end") this.#toEnd();
    else this.#hold(this.window.anchor, true);
    this.look();
  }

  /** Puts a row into the middle, with the focus. */
  reveal(key: string, flash: boolean): void {
    this.#goal = { key, flash };
    this.window.anchor = { key, offset_px: this.window.view_px / 2 };
    this.watch.scrolled(false, this.#distance());
    this.watch.redraw();
  }

  /** Focuses a row, which comes into view. */
  focusRow(key: string): void {
    const row = this.#element(key);
    if (row === undefined) this.reveal(key, false);
    else row.focus();
  }

  /** `looked_at`: whether someone sees what is on screen. */
  linePlace(looked_at: boolean): LinePlace {
    const { rows, span } = this.window;
    const at = rows.findIndex(({ type }) => type === "new");
    const key = rows[at]?.key;
    if (key === undefined) return "none";
    if (key === this.#line_seen) return "seen";
    if (at < span.from) return "above";
    const top_px = this.#topOf(this.#element(key));
    if (at >= span.to || top_px === undefined || top_px > this.scroller.clientHeight) return "below";
    if (top_px < 0) return "above";
    if (looked_at) this.#line_seen = key;
    return "seen";
  }

  /** After a drawing or a change of a size. */
  restore(): void {
    this.makeRoom();
    const { anchor, view_px } = this.window;
    const scrolled_px = this.scroller.scrollTop - this.#top_px;
    // A view that has grown showed more above its end already, by no more than this.
    const grown_px = Math.max(0, this.scroller.clientHeight - view_px);
    this.#measure();
    if (this.#goal !== undefined) this.#reach(this.#goal);
    // Someone may have scrolled and the event of that be still to come: what was drawn meanwhile must not take it back.
    else if (this.watch.isAtEnd() && !(scrolled_px + grown_px < 0 && this.#distance() > end_slack_px))
      this.#toEnd();
    else if (anchor !== "end")
      this.#hold({ key: anchor.key, offset_px: anchor.offset_px - scrolled_px }, false);
    this.look();
  }

  /** After someone scrolled. */
  look(): void {
    const { scrollTop, clientHeight } = this.scroller;
    const { window } = this;
    const distance_px = this.#distance();
    this.#top_px = scrollTop;
    // Where one still is says nothing any more: the row to go to is about to be drawn.
    if (this.#goal !== undefined && window.rows.some(({ key }) => key === this.#goal?.key)) return;
    this.#goal = undefined;
    window.view_px = clientHeight;
    window.anchor = this.#anchorNow() ?? window.anchor;
    this.watch.scrolled(distance_px < end_slack_px && window.span.to === window.rows.length, distance_px);
    if (scrollTop - this.#debt_px < near_px) this.watch.nearStart();
    if (distance_px < near_px) this.watch.nearEnd();
    if (window.isShort()) this.watch.redraw();
  }

  #distance(): number {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  #toEnd(): void {
    this.#setAbove(this.#roomAbove());
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #reach({ key, flash }: { key: string; flash: boolean }): void {
    const row = this.#element(key);
    if (row === undefined) return;
    this.#goal = undefined;
    const offset_px = Math.max(0, (this.scroller.clientHeight - row.offsetHeight) / 2);
    this.#hold({ key, offset_px }, true);
    if (flash) flashRow(row);
    row.focus({ preventScroll: true });
  }

  /** Brings a row to where it shall be, by the room above it, or where that cannot be, or shall be right, by scrolling. */
  #hold({ key, offset_px }: { key: string; offset_px: number }, exactly: boolean): void {
    const top_px = this.#topOf(this.#element(key));
    if (top_px === undefined) return;
    const moved_px = top_px - offset_px;
    const right_px = this.#roomAbove();
    const wanted_px = this.#above_px - moved_px;
    const is_off = right_px === 0 || wanted_px < 0 || Math.abs(wanted_px - right_px) > debt_max_px;
    const above_px = exactly || is_off ? right_px : wanted_px;
    const rest_px = moved_px + above_px - this.#above_px;
    this.#setAbove(above_px);
    if (Math.abs(rest_px) >= 0.5) this.scroller.scrollTop += rest_px;
  }

  #roomAbove(): number {
    return this.window.heightBetween(0, this.window.span.from);
  }

  /**
   * The room for what is not drawn. Also to be called before the rows are drawn: whatever else of the page is measured in the
   * same drawing would find too little room, and the browser would scroll up for it.
   */
  makeRoom(): void {
    const { window } = this;
    this.#setAbove(window.span.from === 0 ? 0 : Math.max(0, this.#roomAbove() + this.#debt_px));
    const below_px = window.heightBetween(window.span.to, window.rows.length);
    if (below_px === this.#below_px) return;
    this.#below_px = below_px;
    this.content.style.paddingBottom = `${below_px}px`;
  }

  #setAbove(above_px: number): void {
    this.#debt_px = above_px - this.#roomAbove();
    if (above_px === this.#above_px) return;
    this.#above_px = above_px;
    this.content.style.paddingTop = `${above_px}px`;
  }

  #measure(): void {
    let above_px: number | undefined;
    for (const row of this.#drawn()) {
      const { top, bottom } = row.getBoundingClientRect();
      // With the space before it, which the first one's neighbour is not there to tell.
      const margin_px = above_px === undefined ? Number.parseFloat(getComputedStyle(row).marginTop) : 0;
      this.window.measured(row.dataset["key"] ?? "", bottom - (above_px ?? top - margin_px));
      above_px = bottom;
    }
  }

  /** What is drawn because it is near the view, from top to bottom; not what is only held. */
  #drawn(): HTMLElement[] {
    const { rows, span } = this.window;
    const all = [...this.content.children] as HTMLElement[];
    const first = rows[span.from]?.key;
    const at = all.findIndex((row) => row.dataset["key"] === first);
    return at === -1 ? [] : all.slice(at, at + span.to - span.from);
  }

  #element(key: string): HTMLElement | undefined {
    return this.#drawn().find((row) => row.dataset["key"] === key);
  }

  /** How far the top of a row is below the upper edge of the view. */
  #topOf(row: HTMLElement | undefined): number | undefined {
    return row && row.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
  }

  /** What stands before the first message or between days comes and goes when older ones load, so a message is looked for. */
  #anchorNow(): { key: string; offset_px: number } | undefined {
    const { window, scroller } = this;
    const edge_px = scroller.getBoundingClientRect().top;
    const drawn = this.#drawn();
    const first_px = (drawn[0]?.getBoundingClientRect().top ?? edge_px) - edge_px;
    const last_px = (drawn.at(-1)?.getBoundingClientRect().bottom ?? edge_px) - edge_px;
    // Scrolled at once to where nothing is drawn.
    if (first_px > scroller.clientHeight) {
      const row = window.above(window.span.from, first_px);
      return row && { key: row.key, offset_px: Math.min(0, first_px - row.distance_px) };
    }
    if (last_px < 0) {
      const row = window.below(window.span.to, -last_px);
      return row && { key: row.key, offset_px: last_px + row.distance_px };
    }
    const row = drawn.find((one) => one.matches(".message") && one.getBoundingClientRect().bottom > edge_px);
    const key = row?.dataset["key"];
    return row && key ? { key, offset_px: row.getBoundingClientRect().top - edge_px } : undefined;
  }
}

/** From the beginning, if it has flashed before. No class: those of a row are drawn anew when it gets the focus. */
function flashRow(row: HTMLElement): void {
  delete row.dataset["flash"];
  void row.offsetWidth;
  row.dataset["flash"] = "";
}
