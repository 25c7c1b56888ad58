import { WebviewUnavailable } from "../client/webview-library.ts";
import { runWindow, type WindowOptions } from "../client/window.ts";

/** Shows the window until it is closed; resolves to what is wrong when the system cannot show one. */
export async function showWindow(options: WindowOptions): Promise<WebviewUnavailable | undefined> {
  try {
    await runWindow(options);
    return undefined;
  } catch (error) {
    if (error instanceof WebviewUnavailable) return error;
    throw error;
  }
}
