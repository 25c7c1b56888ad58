import { expect, test } from "bun:test";

import { inlineHashes, pageFor } from "../../src/client/browser-headers.ts";
import { buildPage } from "../../ui/build-page.ts";

test("the hashes of inline elements are those a browser computes", () => {
  expect(inlineHashes("<script>alert('Hello, world.');</script>", "script")).toBe(
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
  );
  expect(inlineHashes('<style a="b">x{}</style><STYLE>y</STYLE>', "style").split(" ")).toHaveLength(2);
  expect(inlineHashes("<p>", "script")).toBe("'none'");
});

test("a browser gets the page with leave to reach its own bridge, and no other address", async () => {
  const { html } = await buildPage();
  const policyOf = (page: string) => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  expect(policyOf(html)).toContain("connect-src 'none'");
  expect(policyOf(pageFor(html, 5123))).toBe(
    policyOf(html)?.replace("connect-src 'none'", "connect-src ws://127.0.0.1:5123"),
  );
  expect(pageFor(html, 5123).match(/connect-src/g)).toHaveLength(1);
});
