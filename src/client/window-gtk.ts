import { dlopen, type Pointer } from "bun:ffi";

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

/** #1e1f22, the page's own darkest colour, as GDK has it: red, green, blue, opacity. */
const background = new Float32Array([0x1e / 255, 0x1f / 255, 0x22 / 255, 1]);

/** Until the page is drawn its place is dark too, instead of a white flash. Call on the window's thread. */
export function darken(view: Pointer | bigint | null): void {
  const { webkit_web_view_set_background_color } = dlopen("libwebkitgtk-6.0.so.4", {
    webkit_web_view_set_background_color: { args: ["ptr", "ptr"], returns: "void" },
  }).symbols;
  webkit_web_view_set_background_color(view, background);
}

/** Brings the window to the front, called from any thread: GLib's idle queue takes work for GTK's own. */
export function raiser(window: Pointer): () => void {
  const gtk = dlopen("libgtk-4.so.1", { gtk_window_present: { args: ["ptr"], returns: "void" } }).symbols;
  const glib = dlopen("libglib-2.0.so.0", {
    g_idle_add_once: { args: ["ptr", "ptr"], returns: "u32" },
  }).symbols;
  const { ptr: present } = gtk.gtk_window_present as unknown as { ptr: Pointer };
  return () => void glib.g_idle_add_once(present, window);
}
