// Writes docs/PROTOCOL.md from the declarations in src/protocol/. With --check writes nothing and exits with 1 when
// the file is not what it would write.
import { join } from "node:path";

import { protocolDocument } from "./protocol-docs/document.ts";

const path = join(import.meta.dir, "..", "docs", "PROTOCOL.md");
const file = Bun.file(path);
const text = protocolDocument();
const is_fresh = (await file.exists()) && (await file.text()) === text;

if (process.argv.includes("--check")) {
  console.log(is_fresh ? "docs/PROTOCOL.md is fresh." : "docs/PROTOCOL.md is stale: bun run docs");
  process.exitCode = is_fresh ? 0 : 1;
} else {
  await Bun.write(path, text);
}
