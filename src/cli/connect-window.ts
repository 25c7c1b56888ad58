import { WebviewUnavailable } from "../client/webview-library.ts";
import { runWindow, type WindowOptions } from "../client/window.ts";

/** Shows the window until it is closed; resolves to the reason when the system cannot show one. */
export async function showWindow(options: WindowOptions): Promise<string | undefined> {
  try {
    await runWindow(options);
    return undefined;
  } catch (error) {
    if (error instanceof WebviewUnavailable) return error.message;
    throw error;
  }
}
