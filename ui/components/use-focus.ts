import { useLayoutEffect, useRef } from "preact/hooks";

/** Puts the focus on an element as it comes: the attribute of that name works once in a page. */
export function useFocus<T extends HTMLElement>(wanted = true) {
  const ref = useRef<T>(null);
  useLayoutEffect(() => {
    if (wanted) ref.current?.focus();
  }, []);
  return ref;
}
