import { dlopen, type Pointer } from "bun:ffi";
import { readFileSync } from "node:fs";

/**
 * The native webview library (webview 0.12, as the package webview-bun brings it), with declarations of our
 * own: the package's TypeScript does not pass a strict check, and its import by a computed name would not
 * find its way into an executable for another system.
 */
const files: Readonly<Record<string, () => Promise<{ default: string }>>> = {
  "linux x64": () => import("webview-bun/build/libwebview-x64.so", { with: { type: "file" } }),
  "linux arm64": () => import("webview-bun/build/libwebview-arm64.so", { with: { type: "file" } }),
  "darwin x64": () => import("webview-bun/build/libwebview.dylib", { with: { type: "file" } }),
  "darwin arm64": () => import("webview-bun/build/libwebview.dylib", { with: { type: "file" } }),
  "win32 x64": () => import("webview-bun/build/libwebview.dll", { with: { type: "file" } }),
};

/** The system cannot show a window; the message says why, in the system's words. */
export class WebviewUnavailable extends Error {
  constructor(
    message: string,
    /** Whether something that can be installed is missing. */
    readonly is_missing: boolean,
  ) {
    super(message);
    this.name = "WebviewUnavailable";
  }
}

export type WebviewLibrary = ReturnType<typeof openLibrary>;

/** Loads the library for this system. `mapped` is what Linux has mapped for this program. Throws WebviewUnavailable. */
export async function loadWebviewLibrary(
  platform: string,
  arch: string,
  mapped = mappings(),
): Promise<WebviewLibrary> {
  if (platform === "linux" && isMusl(mapped))
    throw new WebviewUnavailable("this build, for musl, always shows the page in the browser", false);
  const file = files[`${platform} ${arch}`];
  if (!file) throw new WebviewUnavailable(`there is no webview library for ${platform} ${arch}`, false);
  const { default: path } = await file();
  try {
    return openLibrary(path);
  } catch (error) {
    throw new WebviewUnavailable(error instanceof Error ? error.message : String(error), true);
  }
}

/** Whether a program runs on the C library musl, told by what Linux has mapped for it. The webview library is made for glibc: no package helps. */
export const isMusl = (mappings_text: string): boolean => /\/ld-musl-[^/\n]*$/m.test(mappings_text);

function mappings(): string {
  try {
    return readFileSync("/proc/self/maps", "utf8");
  } catch {
    // No /proc here: what is missing shows when the library is opened.
    return "";
  }
}

const openLibrary = (path: string) =>
  dlopen(path, {
    webview_create: { args: ["i32", "ptr"], returns: "ptr" },
    webview_run: { args: ["ptr"], returns: "i32" },
    webview_terminate: { args: ["ptr"], returns: "i32" },
    webview_dispatch: { args: ["ptr", "ptr", "ptr"], returns: "i32" },
    webview_get_window: { args: ["ptr"], returns: "ptr" },
    webview_get_native_handle: { args: ["ptr", "i32"], returns: "ptr" },
    webview_set_title: { args: ["ptr", "cstring"], returns: "i32" },
    webview_set_size: { args: ["ptr", "i32", "i32", "i32"], returns: "i32" },
    webview_set_html: { args: ["ptr", "cstring"], returns: "i32" },
    webview_bind: { args: ["ptr", "cstring", "function", "ptr"], returns: "i32" },
    webview_eval: { args: ["ptr", "cstring"], returns: "i32" },
    webview_return: { args: ["ptr", "cstring", "i32", "cstring"], returns: "i32" },
  }).symbols;

/** Where a native function lies, so that another thread can call it without loading its library again. */
export function addressOf(symbol: unknown): Pointer {
  const { ptr } = symbol as { ptr?: unknown };
  if (typeof ptr !== "number" || ptr === 0) throw new Error("a native function has no address");
  return ptr as Pointer;
}
