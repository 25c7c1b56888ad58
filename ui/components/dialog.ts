import { html } from "htm/preact";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { errorWords } from "../actions/error-words.ts";
import { useApp } from "./app-context.ts";
import { useProblem } from "./use-problem.ts";

/**
 * A modal dialog; the browser keeps the focus inside and gives it back afterwards. Esc closes it, and so does
 * a click beside it unless `firm`. Its title must have the id "dialog-title", or another
 * one where it may lie over a dialog.
 */
export function Dialog({
  onClose,
  children,
  kind = "",
  firm = false,
  title_id = "dialog-title",
}: {
  onClose: () => void;
  children?: ComponentChildren;
  kind?: string;
  firm?: boolean;
  title_id?: string;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    caretToEnd(document.activeElement);
    return () => dialog?.close();
  }, []);
  const cancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  const pressBeside = (event: MouseEvent) => {
    if (!firm && event.target === ref.current) onClose();
  };
  return html`<dialog
    ref=${ref}
    class="dialog ${kind}"
    aria-labelledby=${title_id}
    onCancel=${cancel}
    onMouseDown=${pressBeside}
  >
    <div class="dialog-body">${children}</div>
  </dialog>`;
}

/** Web views on Linux put it before what stands in a field already. */
function caretToEnd(field: Element | null): void {
  if (field instanceof HTMLInputElement && field.type === "text")
    field.setSelectionRange(field.value.length, field.value.length);
}

/** Closes the dialog that this is called in, unless that has been done: an answer may come late, and find another one open. */
export function useClose(): () => void {
  const { store } = useApp();
  const [own] = useState(() => ({ name: store.state.dialog, is_closed: false }));
  useLayoutEffect(
    () => () => {
      // One that is hidden, with its channel or its server, is open all the same.
      own.is_closed = store.state.dialog !== own.name;
    },
    [],
  );
  return () => {
    if (!own.is_closed && store.state.dialog === own.name) store.commit({ dialog: null });
  };
}

/** One thing at a time that a dialog asks of the server, and why it could not be done. */
export function useAsking() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useProblem();
  const ask = (work: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    work()
      .catch((error: unknown) => setProblem(errorWords(error)))
      .finally(() => setBusy(false));
  };
  return { busy, problem, ask, forget: () => setProblem(undefined) };
}
