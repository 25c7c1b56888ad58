import { expect, test } from "bun:test";

import { inlineHashes } from "../../src/client/browser-headers.ts";

test("the hashes of inline elements are those a browser computes", () => {
  expect(inlineHashes("<script>alert('Hello, world.');</script>", "script")).toBe(
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
  );
  expect(inlineHashes('<style a="b">x{}</style><STYLE>y</STYLE>', "style").split(" ")).toHaveLength(2);
  expect(inlineHashes("<p>", "script")).toBe("'none'");
});
