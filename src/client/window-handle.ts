import { dlopen, linkSymbols, type Pointer, ptr } from "bun:ffi";

import { raiser } from "./window-gtk.ts";

/** Addresses of a window and of the library's functions that may be called from a thread not its own. */
export interface WindowAddresses {
  webview: Pointer;
  window: Pointer;
  webview_return: Pointer;
  webview_terminate: Pointer;
  webview_dispatch: Pointer;
  webview_set_title: Pointer;
}

/** A window, as another thread than its own may use it. */
export interface WindowHandle {
  /** Settles the promise that a bound function gave the page. */
  answer(call: string, result_json: string): void;
  setTitle(title: string): void;
  /** Brings the window to the front, where the system lets programs do that. */
  raise(): void;
  /** Ends the window's loop. */
  terminate(): void;
}

/** More than ever wait for the window's thread: a title names how much is unread, up to some number. */
const titles_kept = 4_096;

export function openWindowHandle(addresses: WindowAddresses, platform: string): WindowHandle {
  const { webview, window } = addresses;
  const library = linkSymbols({
    webview_return: {
      ptr: addresses.webview_return,
      args: ["ptr", "cstring", "i32", "cstring"],
      returns: "i32",
    },
    webview_terminate: { ptr: addresses.webview_terminate, args: ["ptr"], returns: "i32" },
    webview_dispatch: { ptr: addresses.webview_dispatch, args: ["ptr", "ptr", "ptr"], returns: "i32" },
  }).symbols;
  /** The one that was asked for longest ago first. */
  const titles = new Map<string, Uint8Array>();
  return {
    answer: (call, result_json) => void library.webview_return(webview, call, 0, result_json),
    setTitle(title) {
      // webview_dispatch has the window's own thread call the function it is given with the webview and one
      // pointer: just what webview_set_title takes. The text must live until then, however long that is.
      const text = titles.get(title) ?? new TextEncoder().encode(`${title.replaceAll("\0", "")}\0`);
      titles.delete(title);
      titles.set(title, text);
      const [oldest] = titles.keys();
      if (titles.size > titles_kept && oldest !== undefined) titles.delete(oldest);
      library.webview_dispatch(webview, addresses.webview_set_title, ptr(text));
    },
    raise: raiserFor(platform, window),
    terminate: () => void library.webview_terminate(webview),
  };
}

/** On a Mac and elsewhere nothing: there the system activates the program itself, or nobody tells of clicks. */
function raiserFor(platform: string, window: Pointer): () => void {
  if (platform === "linux") return raiser(window);
  if (platform === "win32") return windowsRaiser(window);
  return () => {};
}

function windowsRaiser(window: Pointer): () => void {
  const { SetForegroundWindow } = dlopen("user32.dll", {
    SetForegroundWindow: { args: ["ptr"], returns: "i32" },
  }).symbols;
  return () => void SetForegroundWindow(window);
}
