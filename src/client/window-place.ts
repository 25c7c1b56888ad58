import { dlopen, JSCallback, type Pointer, ptr } from "bun:ffi";

import { openSignals } from "./window-gtk.ts";

/** Where a window's frame begins, in px of the whole desktop, from its upper left corner. */
export interface WindowPlace {
  x: number;
  y: number;
}

type Native = Pointer | bigint | null;

interface Screen extends WindowPlace {
  width: number;
  height: number;
}

/** How much of a window's upper edge must lie on a screen for it to be found, and moved. */
const grip_px = { width: 100, height: 32 };

/** Whether a window that begins there can be seen and taken hold of on one of these screens. */
export const isReachable = ({ x, y }: WindowPlace, width: number, screens: readonly Screen[]): boolean =>
  screens.some((screen) => {
    const seen_px = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
    return seen_px >= grip_px.width && y >= screen.y && y + grip_px.height <= screen.y + screen.height;
  });

/**
 * Puts a window where the one before it was, if that can still be seen, and tells where it is, also once it is closed. Only X11 tells
 * and takes a place: elsewhere nothing happens. Call on the window's thread; the result is to be stopped after its end.
 */
export function watchPlace(window: Native, wanted: WindowPlace | undefined, width: number) {
  const { g_signal_connect_data } = openSignals();
  let x11: X11Window | undefined;
  let closed_at: WindowPlace | undefined;
  let is_closed = false;
  const arrive = () => {
    if (x11) return;
    x11 = openedX11(window);
    if (x11 && wanted && isReachable(wanted, width, x11.screens())) x11.move(wanted);
  };
  const mapped = new JSCallback(arrive, { args: ["ptr", "ptr"], returns: "void" });
  const closing = new JSCallback(
    () => {
      closed_at = x11?.place();
      is_closed = true;
      return 0;
    },
    { args: ["ptr", "ptr"], returns: "i32" },
  );
  if (!mapped.ptr || !closing.ptr) throw new Error("no callback could be made");
  // The library may have shown it already.
  if (isMapped(window)) arrive();
  else g_signal_connect_data(window, "map", mapped.ptr, null, null, 0);
  g_signal_connect_data(window, "close-request", closing.ptr, null, null, 0);
  return {
    /** Undefined where no place is told. */
    now: (): WindowPlace | undefined => (is_closed ? closed_at : x11?.place()),
    stop() {
      mapped.close();
      closing.close();
    },
  };
}

interface X11Window {
  /** Undefined when the window, or what is around it, goes just now. */
  place(): WindowPlace | undefined;
  move(to: WindowPlace): void;
  screens(): Screen[];
}

function isMapped(window: Native): boolean {
  const { gtk_widget_get_mapped } = dlopen("libgtk-4.so.1", {
    gtk_widget_get_mapped: { args: ["ptr"], returns: "i32" },
  }).symbols;
  return gtk_widget_get_mapped(window) !== 0;
}

/** The same where GTK is built without X11, and so lacks what is asked of it. */
function openedX11(window: Native): X11Window | undefined {
  try {
    return openX11(window);
  } catch {
    return undefined;
  }
}

/** A window on X11; undefined on Wayland. */
function openX11(window: Native): X11Window | undefined {
  const gtk = openGtk();
  const display = gtk.gtk_widget_get_display(window);
  const { g_type_check_instance_is_a: isA } = dlopen("libgobject-2.0.so.0", {
    g_type_check_instance_is_a: { args: ["ptr", "u64"], returns: "i32" },
  }).symbols;
  if (isA(display, gtk.gdk_x11_display_get_type()) === 0) return undefined;
  const x11 = openXlib();
  const connection = gtk.gdk_x11_display_get_xdisplay(display);
  const id = gtk.gdk_x11_surface_get_xid(gtk.gtk_native_get_surface(window));
  return {
    place() {
      // A window manager that ends takes its frames along: to ask for one of those would otherwise end this program.
      gtk.gdk_x11_display_error_trap_push(display);
      const place = placeOf(x11, connection, id);
      gtk.gdk_x11_display_error_trap_pop_ignored(display);
      return place;
    },
    move: ({ x, y }) => void x11.XMoveWindow(connection, id, x, y),
    screens: () => screensOf(gtk, display),
  };
}

/** The place of the outermost window around it, which the window manager has put a frame into. */
function placeOf(x11: ReturnType<typeof openXlib>, connection: Native, id: bigint): WindowPlace | undefined {
  const root = new BigUint64Array(1);
  const parent = new BigUint64Array(1);
  const children = new BigUint64Array(1);
  const count = new Uint32Array(1);
  let outermost = id;
  for (;;) {
    if (x11.XQueryTree(connection, outermost, ptr(root), ptr(parent), ptr(children), ptr(count)) === 0)
      return undefined;
    const [list = 0n] = children;
    if (list !== 0n) x11.XFree(Number(list) as Pointer);
    const [above = 0n] = parent;
    if (above === 0n || above === root[0]) break;
    outermost = above;
  }
  const at = new Int32Array(2);
  const [x, y] = [at.subarray(0, 1), at.subarray(1)];
  const [top = 0n] = root;
  if (x11.XTranslateCoordinates(connection, outermost, top, 0, 0, ptr(x), ptr(y), ptr(parent)) === 0)
    return undefined;
  return { x: at[0] ?? 0, y: at[1] ?? 0 };
}

function screensOf(gtk: ReturnType<typeof openGtk>, display: Native): Screen[] {
  const list = gtk.gdk_display_get_monitors(display);
  const { g_list_model_get_n_items, g_list_model_get_item } = dlopen("libgio-2.0.so.0", {
    g_list_model_get_n_items: { args: ["ptr"], returns: "u32" },
    g_list_model_get_item: { args: ["ptr", "u32"], returns: "ptr" },
  }).symbols;
  return Array.from({ length: g_list_model_get_n_items(list) }, (_, index) => {
    const monitor = g_list_model_get_item(list, index);
    const rectangle = new Int32Array(4);
    gtk.gdk_monitor_get_geometry(monitor, ptr(rectangle));
    // GDK counts in px of the page, X11 in those of the screen.
    const scale = gtk.gdk_monitor_get_scale_factor(monitor);
    const [x = 0, y = 0, width = 0, height = 0] = rectangle.map((px) => px * scale);
    return { x, y, width, height };
  });
}

const openGtk = () =>
  dlopen("libgtk-4.so.1", {
    gtk_widget_get_display: { args: ["ptr"], returns: "ptr" },
    gtk_native_get_surface: { args: ["ptr"], returns: "ptr" },
    gdk_x11_display_get_type: { args: [], returns: "u64" },
    gdk_x11_display_get_xdisplay: { args: ["ptr"], returns: "ptr" },
    gdk_x11_display_error_trap_push: { args: ["ptr"], returns: "void" },
    gdk_x11_display_error_trap_pop_ignored: { args: ["ptr"], returns: "void" },
    gdk_x11_surface_get_xid: { args: ["ptr"], returns: "u64" },
    gdk_display_get_monitors: { args: ["ptr"], returns: "ptr" },
    gdk_monitor_get_geometry: { args: ["ptr", "ptr"], returns: "void" },
    gdk_monitor_get_scale_factor: { args: ["ptr"], returns: "i32" },
  }).symbols;

const openXlib = () =>
  dlopen("libX11.so.6", {
    XMoveWindow: { args: ["ptr", "u64", "i32", "i32"], returns: "i32" },
    XQueryTree: { args: ["ptr", "u64", "ptr", "ptr", "ptr", "ptr"], returns: "i32" },
    XFree: { args: ["ptr"], returns: "i32" },
    XTranslateCoordinates: {
      args: ["ptr", "u64", "u64", "i32", "i32", "ptr", "ptr", "ptr"],
      returns: "i32",
    },
  }).symbols;
