// What a window costs that shows nothing: the measure for ours.
import { loadWebviewLibrary } from "../../src/client/webview-library.ts";

const library = await loadWebviewLibrary(process.platform, process.arch);
const webview = library.webview_create(0, null);
library.webview_set_title(webview, "empty");
library.webview_set_size(webview, 1_100, 720, 0);
library.webview_set_html(webview, "<!doctype html><title>empty</title>");
library.webview_run(webview);
