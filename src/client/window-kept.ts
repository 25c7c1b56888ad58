import { dlopen, JSCallback, type Pointer } from "bun:ffi";

import { clientLimits } from "./limits.ts";
import type { WindowSize } from "./settings.ts";
import { watchSize } from "./window-gtk.ts";
import { watchPlace, type WindowPlace } from "./window-place.ts";

type Keep = (size: WindowSize) => void;

/**
 * Keeps how large a window is, and where, while it is open: who is killed can do it no more. It looks every so often, and
 * keeps what stands still from one look to the next and is not kept yet; so nothing is written while somebody drags an edge.
 */
export class SettledSize {
  #seen: WindowSize | undefined;
  #kept: WindowSize | undefined;

  /** `kept` is what the window before this one left. */
  constructor(
    readonly keep: Keep,
    kept: WindowSize | undefined,
  ) {
    this.#kept = kept;
  }

  look(size: WindowSize | undefined, place: WindowPlace | undefined): void {
    const now = size && this.#withPlace(size, place);
    const is_settled = Bun.deepEquals(now, this.#seen);
    this.#seen = now;
    if (now === undefined || !is_settled || Bun.deepEquals(now, this.#kept)) return;
    this.#kept = now;
    this.keep(now);
  }

  /** Another window may have kept its own meanwhile: the one closed last is what counts. */
  close(size: WindowSize | undefined, place: WindowPlace | undefined): void {
    if (size !== undefined) this.keep(this.#withPlace(size, place));
  }

  /** A window that fills the screen has no place of its own: the one before stays. */
  #withPlace(size: WindowSize, place: WindowPlace | undefined): WindowSize {
    const kept = size.maximized ? this.#kept?.place : place;
    return kept === undefined ? size : { ...size, place: kept };
  }
}

/**
 * Makes a window of GTK be where `kept` says, and keeps what becomes of that. `made` is how large it was made. The timer is
 * GLib's, since this thread's own stand still while the window is open. Call on that thread.
 */
export function keepSize(
  window: Pointer | bigint | null,
  made: WindowSize,
  kept: WindowSize | undefined,
  keep: Keep,
) {
  const sized = watchSize(window, made.maximized);
  const placed = watchPlace(window, made.place, made.width);
  const settled = new SettledSize(keep, kept);
  const now = (): [WindowSize | undefined, WindowPlace | undefined] => {
    const place = placed.now();
    // Moved and not resized, it is as large as it was made.
    const { width, height, maximized } = made;
    return [sized.now() ?? (place && { width, height, maximized }), place];
  };
  const ticking = everySeconds(clientLimits.window_look_s, () => settled.look(...now()));
  return {
    /** Call when the window has been closed. */
    close: () => settled.close(...now()),
    /** Call when nothing of the window is left. */
    stop() {
      for (const part of [ticking, sized, placed]) part.stop();
    },
  };
}

/** Whole seconds: GLib wakes the program for all such timers at once. */
function everySeconds(seconds: number, act: () => void) {
  const glib = dlopen("libglib-2.0.so.0", {
    g_timeout_add_seconds: { args: ["u32", "function", "ptr"], returns: "u32" },
    g_source_remove: { args: ["u32"], returns: "i32" },
  }).symbols;
  const tick = new JSCallback(
    () => {
      act();
      return 1; // and again
    },
    { args: ["ptr"], returns: "i32" },
  );
  if (!tick.ptr) throw new Error("no callback could be made");
  const source = glib.g_timeout_add_seconds(seconds, tick.ptr, null);
  return {
    stop() {
      glib.g_source_remove(source);
      tick.close();
    },
  };
}
