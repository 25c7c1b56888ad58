import { html } from "htm/preact";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Where something floating is to stand, in px of the window: below `bottom` or above `top`, its right end at `right`, or its left one at `left`. */
export interface Anchor {
  top: number;
  bottom: number;
  right: number;
  left?: number;
  /** What was pressed for it, and closes it when it is pressed again. */
  opener?: Element;
}

const edge_px = 8;
const gap_px = 4;

/** Beside the element. */
export const anchorOf = (element: Element): Anchor => {
  const { top, bottom, right } = element.getBoundingClientRect();
  return { top, bottom, right, opener: element };
};

/** Whether the second was asked for by a second press of what the first is open for. */
export const isPressedAgain = (open: Anchor | undefined, { opener }: Anchor): boolean =>
  opener !== undefined && open?.opener === opener;

/** At the pointer, or where the browser says that a menu belongs. */
export const anchorAt = ({ clientX, clientY }: MouseEvent): Anchor => ({
  top: clientY,
  bottom: clientY,
  right: clientX,
  left: clientX,
});

/** Lies over everything, near its anchor and whole on screen. It goes when what it stands beside moves away. */
export function Floating({
  anchor,
  onClose,
  children,
}: {
  anchor: Anchor;
  onClose: () => void;
  children?: ComponentChildren;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = ref.current?.firstElementChild;
    if (ref.current === null || !(box instanceof HTMLElement)) return undefined;
    const { offsetWidth: width, offsetHeight: height } = box;
    const below = anchor.bottom + gap_px;
    const fits_below = below + height <= innerHeight - edge_px;
    const top = fits_below ? below : Math.max(edge_px, anchor.top - gap_px - height);
    const wanted = anchor.left ?? anchor.right - width;
    const left = Math.min(Math.max(edge_px, wanted), innerWidth - edge_px - width);
    Object.assign(ref.current.style, { top: `${top}px`, left: `${left}px` });
    addEventListener("resize", onClose);
    const takeBack = sayOpen(anchor.opener);
    return () => {
      removeEventListener("resize", onClose);
      takeBack();
    };
  }, []);
  return html`<div class="floating" ref=${ref}>${children}</div>`;
}

/** Has a button that does not do so by itself say that its popup is open, until the returned function is called. */
function sayOpen(opener: Element | undefined): () => void {
  if (opener?.hasAttribute("aria-haspopup") !== true || opener.hasAttribute("aria-expanded")) return () => {};
  opener.setAttribute("aria-expanded", "true");
  return () => opener.removeAttribute("aria-expanded");
}
