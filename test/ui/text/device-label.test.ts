import { expect, test } from "bun:test";

import { deviceLabel } from "../../../ui/text/device-label.ts";

const webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  ["window", `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Version/17.0 Safari/605.1.15`, "Window on Linux"],
  ["window", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit}`, "Window on macOS"],
  ["browser", "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Windows"],
  ["browser", "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", "Chromium on Linux"],
  ["browser", "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"],
  ["browser", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Safari/605.1.15`, "Safari on macOS"],
  ["browser", "something else", "Browser"],
] as const)("%s of %p", (place, user_agent, label) => expect(deviceLabel(place, user_agent)).toBe(label));
