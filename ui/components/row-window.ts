import type { Row } from "../state/rows.ts";

/** The rows from `from` up to `to`, without that one. */
export interface Span {
  from: number;
  to: number;
}

/** What keeps its place on screen: the end of the list, or a row whose top is this far below the upper edge of the view. */
export type Anchor = "end" | { key: string; offset_px: number };

/** Rows further than this out of view are not drawn. */
const beyond_px = 800;
/** When fewer than this are left on one side, more are drawn. */
const left_px = 300;
const heights_max = 2_000;

/** Which rows of a list are drawn, and how high those are that are not. Knows numbers and no page. */
export class RowWindow {
  anchor: Anchor = "end";
  rows: readonly Row[] = [];
  /** What is drawn. */
  span: Span = { from: 0, to: 0 };
  view_px: number;
  readonly #heights = new Map<string, number>();

  constructor(view_px: number) {
    this.view_px = view_px;
  }

  /** Takes the rows as they are now and says which of them to draw. `growing`: none that is drawn may go. */
  show(rows: readonly Row[], growing: boolean): Span {
    const first = this.rows[this.span.from]?.key;
    const last = this.rows[this.span.to - 1]?.key;
    this.rows = rows;
    this.span = this.#around(beyond_px);
    if (growing) {
      const from = rows.findIndex(({ key }) => key === first);
      const to = rows.findLastIndex(({ key }) => key === last) + 1;
      if (from >= 0 && to > 0)
        this.span = { from: Math.min(from, this.span.from), to: Math.max(to, this.span.to) };
    }
    return this.span;
  }

  /** Whether what is drawn no longer reaches far enough beyond the view. */
  isShort(): boolean {
    const { from, to } = this.#around(left_px);
    return from < this.span.from || to > this.span.to;
  }

  measured(key: string, height_px: number): void {
    // What was measured long ago is forgotten first.
    if (this.#heights.size >= heights_max && !this.#heights.has(key))
      this.#heights.delete(this.#heights.keys().next().value ?? "");
    this.#heights.set(key, height_px);
  }

  heightBetween(from: number, to: number): number {
    let height_px = 0;
    for (let at = from; at < to; at++) height_px += this.#heightAt(at);
    return height_px;
  }

  /** The row that begins `distance_px` or less above row `at`, and how far above that it begins. */
  above(at: number, distance_px: number): { key: string; distance_px: number } | undefined {
    let place = at;
    let passed_px = 0;
    while (place > 0 && passed_px < distance_px) passed_px += this.#heightAt(--place);
    const row = this.rows[place];
    return row && { key: row.key, distance_px: passed_px };
  }

  /** The row `distance_px` below the top of row `at`, and how far below that it begins. */
  below(at: number, distance_px: number): { key: string; distance_px: number } | undefined {
    let place = Math.min(at, this.rows.length - 1);
    let passed_px = 0;
    while (place < this.rows.length - 1 && passed_px + this.#heightAt(place) < distance_px)
      passed_px += this.#heightAt(place++);
    const row = this.rows[place];
    return row && { key: row.key, distance_px: passed_px };
  }

  #around(beyond: number): Span {
    const { anchor, rows } = this;
    const at = anchor === "end" ? -1 : rows.findIndex(({ key }) => key === anchor.key);
    const is_end = anchor === "end" || at === -1;
    let from = is_end ? rows.length : at;
    let to = from;
    let top_px = is_end ? this.view_px : anchor.offset_px;
    let bottom_px = top_px;
    while (from > 0 && top_px > -beyond) top_px -= this.#heightAt(--from);
    while (to < rows.length && bottom_px < this.view_px + beyond) bottom_px += this.#heightAt(to++);
    return { from, to };
  }

  #heightAt(at: number): number {
    const row = this.rows[at];
    return row === undefined ? 0 : (this.#heights.get(row.key) ?? guessHeight(row));
  }
}

const other_px = 48;
const line_px = 24;
const header_px = 40;
const line_chars = 90;
const file_px = 200;

/** What a row that has never been drawn takes, about. Rather too little, so that enough are drawn. */
function guessHeight(row: Row): number {
  if (row.type !== "message") return other_px;
  const lines = 1 + Math.floor(row.content.length / line_chars);
  const files = row.message?.attachments?.length ?? 0;
  return (row.head ? header_px : 0) + lines * line_px + (files > 0 ? file_px : 0);
}
