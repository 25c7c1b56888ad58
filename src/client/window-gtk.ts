import { dlopen, JSCallback, type Pointer, ptr } from "bun:ffi";

import type { Preferences } from "../protocol/preferences.ts";
import type { WindowSize } from "./settings.ts";

/** What a window on Linux needs beyond the webview library. Loaded only there, where GTK is loaded already. */

/**
 * Call before the window is made. Sets what GTK and WebKit read from the environment, where the person has
 * not set it, and the name by which the task bar tells programs apart and finds their icons.
 */
export function prepareGtk(environment: Readonly<Record<string, string>>): void {
  const { setenv } = dlopen("libc.so.6", {
    setenv: { args: ["cstring", "cstring", "i32"], returns: "i32" },
  }).symbols;
  for (const [name, value] of Object.entries(environment)) setenv(name, value, 0);
  const { g_set_prgname } = dlopen("libglib-2.0.so.0", {
    g_set_prgname: { args: ["cstring"], returns: "void" },
  }).symbols;
  g_set_prgname("chat");
}

/** The ground of the page in each theme, as in ui/styles. */
const grounds = { dark: 0x1e1f22, system: 0x1e1f22, light: 0xe9ebf0, contrast: 0x000000 };

/** Until the page is drawn its place has the page's own ground, instead of a white flash. Call on the window's thread. */
export function paintGround(view: Pointer | bigint | null, { theme }: Pick<Preferences, "theme">): void {
  // As GDK has a colour: red, green, blue, opacity.
  const parts = [16, 8, 0].map((shift) => ((grounds[theme] >> shift) & 0xff) / 255);
  const background = new Float32Array([...parts, 1]);
  const { webkit_web_view_set_background_color } = dlopen("libwebkitgtk-6.0.so.4", {
    webkit_web_view_set_background_color: { args: ["ptr", "ptr"], returns: "void" },
  }).symbols;
  webkit_web_view_set_background_color(view, background);
}

/** How a page is shown larger or smaller, 1 for as it is. Call what it gives on the window's thread. */
export function zoomer(view: Pointer | bigint | null): (level: unknown) => void {
  const { webkit_web_view_set_zoom_level } = dlopen("libwebkitgtk-6.0.so.4", {
    webkit_web_view_set_zoom_level: { args: ["ptr", "f64"], returns: "void" },
  }).symbols;
  return (level) => {
    if (typeof level !== "number" || !(level >= zoom_min && level <= zoom_max)) return;
    webkit_web_view_set_zoom_level(view, level);
  };
}

const zoom_min = 0.5;
const zoom_max = 3;

/** What WebKit asks about when somebody wants it to go elsewhere: in the same place, in a new window. */
const goes_elsewhere: ReadonlySet<number> = new Set([0, 1]);

/** Where a page is that was given as a text. */
const own_address = "about:blank";

/**
 * The first page stays the only one: every later wish to load something in its place is refused, also to load it anew.
 * Another page would find the functions that are bound for ours. Call on the window's thread, before the page is given; the
 * result is to be closed with the window.
 */
export function holdPage(view: Pointer | bigint | null): JSCallback {
  const { addressOf, ignore } = openPolicy();
  const { g_signal_connect_data } = openSignals();
  let is_first = true;
  const decide = new JSCallback(
    (_view: Pointer, decision: Pointer, kind: number) => {
      if (!goes_elsewhere.has(kind)) return 0;
      const is_page = is_first && addressOf(decision) === own_address;
      is_first = false;
      if (!is_page) ignore(decision);
      return is_page ? 0 : 1;
    },
    { args: ["ptr", "ptr", "i32", "ptr"], returns: "i32" },
  );
  if (!decide.ptr) throw new Error("no callback could be made");
  g_signal_connect_data(view, "decide-policy", decide.ptr, null, null, 0);
  return decide;
}

/** What WebKit knows of a decision that it asks for. */
function openPolicy() {
  const webkit = dlopen("libwebkitgtk-6.0.so.4", {
    webkit_policy_decision_ignore: { args: ["ptr"], returns: "void" },
    webkit_navigation_policy_decision_get_navigation_action: { args: ["ptr"], returns: "ptr" },
    webkit_navigation_action_get_request: { args: ["ptr"], returns: "ptr" },
    webkit_uri_request_get_uri: { args: ["ptr"], returns: "cstring" },
  }).symbols;
  return {
    ignore: (decision: Pointer) => webkit.webkit_policy_decision_ignore(decision),
    addressOf(decision: Pointer): string {
      const action = webkit.webkit_navigation_policy_decision_get_navigation_action(decision);
      return String(webkit.webkit_uri_request_get_uri(webkit.webkit_navigation_action_get_request(action)));
    },
  };
}

/** What GTK tells of a window's size when it changes. */
const size_signals = ["notify::default-width", "notify::default-height", "notify::maximized"];

/** Notes a window's size as it changes, since it cannot be asked for any more once the window is closed. Call on its own thread. */
export function watchSize(window: Pointer | bigint | null, maximized: boolean) {
  const gtk = dlopen("libgtk-4.so.1", {
    gtk_window_get_default_size: { args: ["ptr", "ptr", "ptr"], returns: "void" },
    gtk_window_is_maximized: { args: ["ptr"], returns: "i32" },
    gtk_window_maximize: { args: ["ptr"], returns: "void" },
  }).symbols;
  const { g_signal_connect_data } = openSignals();
  const width = new Int32Array(1);
  const height = new Int32Array(1);
  let size: WindowSize | undefined;
  const note = new JSCallback(
    () => {
      gtk.gtk_window_get_default_size(window, ptr(width), ptr(height));
      const [w = 0, h = 0] = [width[0], height[0]];
      if (w > 0 && h > 0)
        size = { width: w, height: h, maximized: gtk.gtk_window_is_maximized(window) !== 0 };
    },
    { args: ["ptr", "ptr", "ptr"], returns: "void" },
  );
  if (!note.ptr) throw new Error("no callback could be made");
  for (const signal of size_signals) g_signal_connect_data(window, signal, note.ptr, null, null, 0);
  if (maximized) gtk.gtk_window_maximize(window);
  return { now: () => size, stop: () => note.close() };
}

/** How one hears of what happens to a thing of GTK's. */
export const openSignals = () =>
  dlopen("libgobject-2.0.so.0", {
    g_signal_connect_data: { args: ["ptr", "cstring", "function", "ptr", "ptr", "i32"], returns: "u64" },
  }).symbols;

/** Brings the window to the front, called from any thread: GLib's idle queue takes work for GTK's own. */
export function raiser(window: Pointer): () => void {
  const gtk = dlopen("libgtk-4.so.1", { gtk_window_present: { args: ["ptr"], returns: "void" } }).symbols;
  const glib = dlopen("libglib-2.0.so.0", {
    g_idle_add_once: { args: ["ptr", "ptr"], returns: "u32" },
  }).symbols;
  const { ptr: present } = gtk.gtk_window_present as unknown as { ptr: Pointer };
  return () => void glib.g_idle_add_once(present, window);
}
