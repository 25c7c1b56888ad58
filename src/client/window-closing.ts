import { dlopen, JSCallback, type Pointer } from "bun:ffi";

import { openSignals } from "./window-gtk.ts";

/** How long the page may take for an answer; one that hangs does not keep its window open. */
const page_ms_max = 1_000;

/**
 * Asks the page whether it may end, as a browser does, and has it hand over what it keeps back; what it posts comes before the
 * call. A page that may not end has put the question itself.
 *
 * Keys that were pressed before may still be on their way: the view hands the page one at a time, the next when it hears that the
 * last is done. It hears so before it hears `chatWaits`, and answers that after the next key: without one meanwhile, there is none.
 */
export const closing_script = `(async () => {
  let had_key = true;
  const note = () => {
    had_key = true;
  };
  addEventListener("keydown", note, true);
  addEventListener("keyup", note, true);
  while (had_key) {
    had_key = false;
    await window.chatWaits();
  }
  removeEventListener("keydown", note, true);
  removeEventListener("keyup", note, true);
  if (!dispatchEvent(new Event("beforeunload", { cancelable: true }))) return window.chatStays();
  dispatchEvent(new Event("pagehide"));
  await window.chatWaits(); // what the page does in a moment is done
  window.chatClosed();
})();`;

const openLibraries = () => ({
  ...dlopen("libgtk-4.so.1", {
    gtk_window_close: { args: ["ptr"], returns: "void" },
  }).symbols,
  ...dlopen("libglib-2.0.so.0", {
    g_timeout_add: { args: ["u32", "function", "ptr"], returns: "u32" },
    g_source_remove: { args: ["u32"], returns: "i32" },
  }).symbols,
});

/**
 * Has a window that is told to close ask its page first, and close when `done` is called: else the last words of a draft, and
 * a message that was sent this very moment, would go with it. The page may hold it open, to ask; told again, it is asked again.
 * Call on the window's thread; to be stopped after its end.
 */
export function askBeforeClosing(window: Pointer | bigint | null, ask: () => void) {
  const { gtk_window_close, g_timeout_add, g_source_remove } = openLibraries();
  const { g_signal_connect_data } = openSignals();
  /** Closes the window when the page says nothing; 0 while it is not asked. */
  let late = 0;
  let may_close = false;
  const close = new JSCallback(
    () => {
      if (!may_close) {
        may_close = true;
        gtk_window_close(window);
      }
      return 0; // once
    },
    { args: ["ptr"], returns: "i32" },
  );
  const closing = new JSCallback(
    () => {
      if (may_close) return 0;
      if (late === 0) {
        late = g_timeout_add(page_ms_max, close.ptr, null);
        ask();
      }
      return 1; // not yet
    },
    { args: ["ptr", "ptr"], returns: "i32" },
  );
  if (!close.ptr || !closing.ptr) throw new Error("no callback could be made");
  g_signal_connect_data(window, "close-request", closing.ptr, null, null, 0);
  const heard = (next: () => number) => {
    if (may_close || late === 0) return;
    g_source_remove(late);
    late = next();
  };
  return {
    /** The page is there, and hears first what comes before the question. */
    waits: (): void => heard(() => g_timeout_add(page_ms_max, close.ptr, null)),
    /** The page has handed over everything. Not at once, as the page's own call is still under way. */
    done: (): void => void g_timeout_add(0, close.ptr, null),
    /** The page asks the person first. */
    stays: (): void => heard(() => 0),
    close() {
      close.close();
      closing.close();
    },
  };
}
