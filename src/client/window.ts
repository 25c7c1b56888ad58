/* oxlint-disable unicorn/require-post-message-target-origin -- that is for windows; these are workers */
import { JSCallback, type Pointer } from "bun:ffi";

import type { Preferences } from "../protocol/preferences.ts";
import { clientLimits } from "./limits.ts";
import { findGraphics, rendererSettings } from "./renderer.ts";
import type { WindowSize } from "./settings.ts";
import { addressOf, loadWebviewLibrary, type WebviewLibrary, WebviewUnavailable } from "./webview-library.ts";
import { askBeforeClosing, closing_script } from "./window-closing.ts";
import { holdPage, paintGround, prepareGtk, zoomer } from "./window-gtk.ts";
import type { WindowAddresses } from "./window-handle.ts";
import { keepSize } from "./window-kept.ts";
import type { ToWorker, WorkerSetup } from "./window-messages.ts";

export interface WindowOptions {
  page_html: string;
  arch: string;
  setup: WorkerSetup;
  /** How the person wants the page, as far as it shows before the page is there. */
  preferences: Pick<Preferences, "theme" | "zoom">;
  /** What the window before this one left, if there was one. */
  size?: WindowSize | undefined;
  /** Called some seconds after it has changed, and when the window has been closed, where the system tells its size. */
  keepSize?: (size: WindowSize) => void;
}

/** In the executable all of the program but the worker is one file at the root, whatever folder it came from. */
const worker_url = Bun.isStandaloneExecutable
  ? new URL("./client/link.worker.js", import.meta.url)
  : new URL("./link.worker.ts", import.meta.url);

/** What webview calls the part of a window that shows the page. */
const browser_controller = 2;

const first_size: WindowSize = { width: 1100, height: 720, maximized: false };

const size_none = 0;
const size_min = 1;

/**
 * Shows the window and resolves when it has been closed. While it is open this thread stands still: no
 * promise, no timer, no signal. Whatever the page asks for is done by the worker. Throws WebviewUnavailable
 * when the system cannot show a window, and what the worker threw when it has failed.
 */
export async function runWindow(options: WindowOptions): Promise<void> {
  const { setup, page_html, arch } = options;
  const library = await loadWebviewLibrary(setup.platform, arch);
  const is_gtk = setup.platform === "linux";
  if (is_gtk) prepareGtk(rendererSettings(findGraphics()));
  const running = startWorker();
  const { worker } = running;
  const webview = library.webview_create(0, null);
  if (!webview) {
    worker.terminate();
    throw new WebviewUnavailable("the system could not make one", setup.platform === "win32");
  }
  await Promise.race([running.is_ready, running.failed]);
  const tell = (message: ToWorker) => worker.postMessage(message);
  tell({ type: "start", setup, addresses: addressesOf(library, webview as Pointer) });

  library.webview_set_title(webview, "chat");
  const made = options.size ?? first_size;
  library.webview_set_size(webview, made.width, made.height, size_none);
  library.webview_set_size(webview, 900, 600, size_min);
  const bound: { close(): void }[] = [
    bind(library, webview as Pointer, "chatPoll", (call) => tell({ type: "poll", call })),
    bind(library, webview as Pointer, "chatPost", (call, args_json) =>
      tell({ type: "command", call, args_json }),
    ),
  ];
  const window = library.webview_get_window(webview);
  const { size, keepSize: keep = () => {} } = options;
  const kept = is_gtk ? keepSize(window, made, size, keep) : undefined;
  if (is_gtk) bound.push(...prepareView(library, webview as Pointer, options.preferences));
  if (is_gtk) bound.push(...prepareClosing(library, webview as Pointer));
  library.webview_set_html(webview, page_html);
  library.webview_run(webview);
  kept?.close();
  await goodbye(running);
  for (const callback of bound) callback.close();
  kept?.stop();
}

/** What only GTK's view of the page can do; the result is to be closed with the window. */
function prepareView(
  library: WebviewLibrary,
  webview: Pointer,
  preferences: WindowOptions["preferences"],
): JSCallback[] {
  const view = library.webview_get_native_handle(webview, browser_controller);
  paintGround(view, preferences);
  const zoom = zoomer(view);
  zoom(Number(preferences.zoom) / 100);
  const zoomed = bind(library, webview, "chatZoom", (call, args_json) => {
    const [level]: unknown[] = JSON.parse(args_json);
    zoom(level);
    library.webview_return(webview, call, 0, "null");
  });
  return [holdPage(view), zoomed];
}

/** The page is asked, and hands over what it has, before the window closes; the result is to be closed with the window. */
function prepareClosing(library: WebviewLibrary, webview: Pointer): { close(): void }[] {
  const script = Buffer.from(`${closing_script}\0`);
  const asking = askBeforeClosing(library.webview_get_window(webview), () =>
    library.webview_eval(webview, script),
  );
  const answered = (name: string, called: () => void) =>
    bind(library, webview, name, (call) => {
      called();
      library.webview_return(webview, call, 0, "null");
    });
  const waits = answered("chatWaits", asking.waits);
  const stays = answered("chatStays", asking.stays);
  return [asking, waits, stays, bind(library, webview, "chatClosed", () => asking.done())];
}

interface RunningWorker {
  worker: Worker;
  is_ready: Promise<void>;
  /** Rejects when the worker fails, at its start or later. */
  failed: Promise<never>;
}

function startWorker(): RunningWorker {
  const ready = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<never>();
  const worker = new Worker(worker_url.href);
  worker.addEventListener("message", () => ready.resolve(), { once: true });
  worker.addEventListener("error", ({ message }) => failed.reject(new Error(message)), { once: true });
  return { worker, is_ready: ready.promise, failed: failed.promise };
}

/** Makes a function of the page that calls back on this thread with the call's name and its arguments. */
function bind(
  library: WebviewLibrary,
  webview: Pointer,
  name: string,
  called: (call: string, args_json: string) => void,
): JSCallback {
  const callback = new JSCallback((call: string, args_json: string) => called(call, args_json), {
    args: ["cstring", "cstring", "ptr"],
    returns: "void",
  });
  if (!callback.ptr) throw new Error("no callback could be made");
  library.webview_bind(webview, name, callback.ptr, null);
  return callback;
}

const addressesOf = (library: WebviewLibrary, webview: Pointer): WindowAddresses => ({
  webview,
  window: library.webview_get_window(webview) as Pointer,
  webview_return: addressOf(library.webview_return),
  webview_terminate: addressOf(library.webview_terminate),
  webview_dispatch: addressOf(library.webview_dispatch),
  webview_set_title: addressOf(library.webview_set_title),
});

/**
 * Lets the worker end its connections, for a moment at most. The webview itself is not destroyed: the
 * worker may just be answering it, and the process is about to end.
 */
async function goodbye({ worker, failed }: RunningWorker): Promise<void> {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  worker.addEventListener("message", () => resolve(), { once: true });
  const late = setTimeout(resolve, clientLimits.goodbye_ms);
  worker.postMessage({ type: "closed" } satisfies ToWorker);
  await Promise.race([done, failed]);
  clearTimeout(late);
}
