// A window with a page of a test's own in it: the page's text is read from the first argument's file.
import { readFileSync } from "node:fs";

import { runWindow } from "../../../src/client/window.ts";
import { compactEmoji } from "../../../ui/text/emoji-data.ts";

const [page = "", config_folder = ""] = process.argv.slice(2);
await runWindow({
  page_html: readFileSync(page, "utf8"),
  preferences: { theme: "dark", zoom: "100" },
  arch: process.arch,
  setup: {
    version: "test",
    platform: process.platform,
    env: process.env,
    config_folder,
    process_id: process.pid,
    program: [],
    instance_path: undefined,
    wish: {},
    page_parts: { emoji: JSON.stringify(compactEmoji()) },
  },
});
process.exit(0); // as the program does: the worker would go on
