import { useState } from "preact/hooks";

/** Which suggestion stands out, and whether the person's own arrows led there. */
export function useHighlight() {
  // None before one types or moves, so that Enter in the empty field does what the dialog is for.
  const [{ at, moved }, setAt] = useState({ at: -1, moved: false });
  const put = (at: number) => setAt({ at, moved: false });
  const move = (step: number, count: number) =>
    setAt({ at: (Math.max(at, step < 0 ? 0 : -1) + step + count) % count, moved: true });
  return { at, moved, put, move };
}
