import { expect, test } from "bun:test";

import { safeLink } from "../../../ui/web-host/safe-link.ts";

test.each(["https://example.org/a?b#c", "http://example.org/", "mailto:ana@example.org"])(
  "%s is opened",
  (url) => {
    expect(safeLink(url)).toBe(url);
  },
);

test.each([
  "javascript:alert(1)",
  " javascript:alert(1)",
  "data:text/html,x",
  "blob:https://a/b",
  "file:///etc/passwd",
  "view-source:https://example.org",
  "//example.org",
  "example.org",
  "",
])("%p is not", (url) => {
  expect(safeLink(url)).toBeUndefined();
});
