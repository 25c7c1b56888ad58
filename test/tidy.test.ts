import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import { newFolder } from "./support/folders.ts";
import { longFunctions } from "./support/tidy/function-length.ts";
import { layerRule, orphanRule, server_folders, unreachedRule } from "./support/tidy/import-rules.ts";
import { projectFiles, type TidyRule } from "./support/tidy/source.ts";
import {
  anyRule,
  consoleRule,
  fileLengthRule,
  folderRule,
  generatedRule,
  processRule,
  pureRule,
  registryRule,
  secretRule,
  sleepRule,
  unfinishedRule,
} from "./support/tidy/text-rules.ts";
import { wordsRule } from "./support/tidy/words-rule.ts";

const files = await projectFiles();

const entries = [
  "src/main.ts",
  "scripts/start.mjs",
  "scripts/test.mjs",
  "scripts/protocol-docs.ts",
  "scripts/icons.ts",
];

interface TidyCase {
  name: string;
  rule: TidyRule;
  /** Files that break the rule, by path: each text alone, or beside the others of its list. */
  bad: Record<string, string>[];
  /** Files that look alike and do not. */
  good: Record<string, string>[];
}

const cases: TidyCase[] = [
  {
    name: "imports go downwards only",
    rule: layerRule,
    bad: [
      { "src/protocol/a.ts": 'import { b } from "../domain/b.ts";' },
      { "src/domain/a.ts": 'import type { B } from "../store/b.ts";' },
      { "src/domain/handlers/a.ts": 'export { b } from "../../transport/b.ts";' },
      { "src/store/sqlite/a.ts": 'import {\n  b,\n  c,\n} from "../../system/b.ts";' },
      { "src/transport/a.ts": 'const b = await import("../store/b.ts");' },
      { "src/client/a.ts": 'import "../domain/b.ts";' },
      { "src/cli/a.ts": 'import { b } from "../../ui/state/b.ts";' },
      { "src/client/a.ts": 'import { sql } from "drizzle-orm";' },
      { "src/transport/a.ts": 'import { z } from "zod";' },
      { "ui/a.ts": 'import { requests } from "../src/protocol/registry.ts";' },
      { "ui/a.ts": 'import { type Channel } from "../src/protocol/channel.ts";' },
      { "ui/a.ts": 'import type { Hub } from "../src/domain/hub.ts";' },
      { "ui/a.ts": 'import { join } from "node:path";' },
      { "src/domain/a.ts": 'import { h } from "preact";' },
    ],
    good: [
      { "src/domain/a.ts": 'import { b } from "../protocol/b.ts";\nimport { c } from "./c.ts";' },
      { "src/cli/a.ts": 'import { b } from "../store/b.ts";\nimport "../../ui/text/nearest.ts";' },
      { "src/store/a.ts": 'import { Database } from "bun:sqlite";' },
      {
        "ui/a.ts":
          'import type { Channel } from "../src/protocol/channel.ts";\nimport { limits } from "../src/protocol/limits.ts";',
      },
      { "test/store/a.test.ts": 'import { b } from "../../ui/b.ts";' },
    ],
  },
  {
    name: "the page reaches no zod at run time",
    rule: unreachedRule("ui/main.ts", ["zod"]),
    bad: [
      { "ui/main.ts": 'import { z } from "zod";' },
      { "ui/main.ts": 'import { a } from "./a.ts";', "ui/a.ts": 'import { b } from "zod/mini";' },
      {},
    ],
    good: [{ "ui/main.ts": 'import type { A } from "./a.ts";', "ui/a.ts": 'import { z } from "zod";' }],
  },
  {
    name: "serve loads nothing of the client, and no webview",
    rule: unreachedRule("src/cli/serve.ts", ["src/client", "webview-bun", "preact"]),
    bad: [{ "src/cli/serve.ts": 'import "./a.ts";', "src/cli/a.ts": 'import "../client/b.ts";' }],
    good: [{ "src/cli/serve.ts": 'const { a } = await import("webview-bun");' }],
  },
  {
    name: "connect loads nothing of the server, and no database",
    rule: unreachedRule("src/cli/connect.ts", [...server_folders, "drizzle-orm"]),
    bad: [{ "src/cli/connect.ts": 'import { a } from "../system/a.ts";' }],
    good: [{ "src/cli/connect.ts": 'import type { Database } from "bun:sqlite";' }],
  },
  {
    name: "a command is loaded when it is asked for",
    rule: unreachedRule("src/main.ts", ["bun:sqlite", "webview-bun", "@peculiar/x509"]),
    bad: [{ "src/main.ts": 'import { Database } from "bun:sqlite";' }],
    good: [{ "src/main.ts": 'await import("./cli/serve.ts");' }],
  },
  {
    name: "every file is used by one that is no test",
    rule: orphanRule(entries),
    bad: [
      { "src/a.ts": "" },
      { "src/a.ts": "", "test/a.test.ts": 'import { a } from "../src/a.ts";' },
      { "ui/styles/a.css": "" },
      { "test/support/a.ts": "" },
    ],
    good: [
      { "src/a.ts": "", "src/main.ts": 'import { a } from "./a.ts";' },
      {
        "ui/styles/a.css": "",
        "ui/b.ts": 'import "./styles/a.css" with { type: "text" };',
        "build.ts": '"ui/b.ts"',
      },
      { "test/support/a.ts": "", "test/deep/a.test.ts": 'import { a } from "../support/a.ts";' },
    ],
  },
  {
    name: "files have at most 250 lines",
    rule: fileLengthRule(250),
    bad: [{ "src/a.ts": "\n".repeat(251) }, { "ui/styles/a.css": "\n".repeat(251) }],
    good: [{ "src/a.ts": "\n".repeat(250), "docs/PROTOCOL.md": "\n".repeat(900) }],
  },
  {
    name: "only the command line writes to the console",
    rule: consoleRule,
    bad: [{ "src/domain/a.ts": 'if (a) console.log("a");' }, { "ui/a.ts": "globalThis.console.warn(1);" }],
    good: [{ "src/cli/a.ts": "console.log(1);" }, { "src/a.ts": '// console.log\nconst a = "console.log";' }],
  },
  {
    name: "only main and the command line know the process",
    rule: processRule,
    bad: [{ "src/store/a.ts": "const a = process.env;" }],
    good: [{ "src/main.ts": "process.exit()", "src/cli/a.ts": "process.pid;", "src/a.ts": "/* process. */" }],
  },
  {
    name: "tests wait for facts",
    rule: sleepRule,
    bad: [
      { "test/a.test.ts": "await Bun.sleep(100);" },
      { "test/support/a.ts": "await new Promise((done) => setTimeout(done, 9));" },
      { "test/a.test.ts": 'import { setTimeout as wait } from "node:timers/promises";' },
    ],
    good: [{ "test/a.test.ts": 'test("does not sleep", () => {});', "src/a.ts": "setTimeout(a, 1);" }],
  },
  {
    name: "temporary folders of tests go with them",
    rule: folderRule,
    bad: [{ "test/a.test.ts": 'mkdtempSync(join(tmpdir(), "a-"));' }],
    good: [{ "test/support/folders.ts": "tmpdir()", "scripts/a.mjs": "tmpdir()" }],
  },
  {
    name: "nothing is of type any",
    rule: anyRule,
    bad: [
      { "src/a.ts": "const a: any = 1;" },
      { "ui/a.ts": "a as any" },
      { "test/a.test.ts": "let a: Array<any>;" },
      { "src/a.ts": "const a: Map<string, any> = b;" },
    ],
    good: [{ "src/a.ts": 'const any = 1; // any\nconst a = { any: 1, other: "as any" }; f(b, any(c));' }],
  },
  {
    name: "protocol, rules and page know nothing of Bun",
    rule: pureRule,
    bad: [{ "src/domain/a.ts": "Bun.file(a);" }],
    good: [{ "src/store/a.ts": "Bun.file(a);" }],
  },
  {
    name: "nothing is left unfinished or unchecked",
    rule: unfinishedRule,
    bad: [{ "src/a.ts": "// TODO: later" }, { "src/a.ts": "// @ts-ignore" }],
    good: [{ "src/a.ts": "// to do this" }],
  },
  {
    name: "every word on screen is in the table of words",
    rule: wordsRule,
    bad: [
      { "ui/components/a.ts": "html`<b class=x>${a} left</b>`" },
      { "ui/components/a.ts": 'html`<i aria-label="Close"></i>`' },
      { "ui/actions/a.ts": "say(app, `Nothing is in ${name}.`)" },
      { "ui/state/a.ts": 'const a = { label: "Reply" };' },
    ],
    good: [
      {
        "ui/components/a.ts":
          'html`<b class="row row-${a}" title=${words().close}>${b("x")}</b>`; // Nothing is said.',
      },
      { "ui/actions/a.ts": 'throw new RangeError("There is no such row.")' },
      { "ui/words/english/a.ts": 'export const a = { b: "Close it" };' },
    ],
  },
  {
    name: "no package registry is named",
    rule: registryRule,
    bad: [
      { "package-lock.json": '"resolved": "https://example.com/a.tgz"' },
      { "docs/a.md": "see https://registry.example.com/a" },
    ],
    good: [{ "docs/a.md": "the registry of messages, src/protocol/registry.ts" }],
  },
  {
    name: "nothing generated is in git",
    rule: generatedRule,
    bad: [{ "chat_data.db": "" }, { "src/a.ts": "a\0b" }, { "certs/server.key": "" }, { "a.png": "" }],
    good: [{ "docs/window.png": "\0", "src/a.ts": '"\\0"' }],
  },
  {
    name: "no private key is in git",
    rule: secretRule,
    bad: [{ "test/a.ts": `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n` }],
    good: [{ "test/a.ts": '"-----BEGIN PRIVATE KEY-----"' }],
  },
];

const asFiles = (texts: Record<string, string>) =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

describe.each(cases)("$name", ({ rule, bad, good }) => {
  test("in this project", () => {
    expect(rule(files)).toEqual([]);
  });

  test.each(bad)("%# notices what breaks it", (texts) => {
    expect(rule(asFiles(texts))).not.toEqual([]);
  });

  test.each(good)("%# lets pass what does not", (texts) => {
    expect(rule(asFiles(texts))).toEqual([]);
  });
});

describe("functions have at most 50 lines", () => {
  test("in this project", async () => {
    expect(await longFunctions("src", "ui", "scripts", "test/support")).toBe("");
  });

  test("notices a longer one", async () => {
    const folder = newFolder("chat-tidy-");
    const lines = (count: number) => "  b();\n".repeat(count);
    await Bun.write(join(folder, "a.ts"), `export function a() {\n${lines(60)}}\n`);
    await Bun.write(join(folder, "b.ts"), `export function a() {\n${lines(40)}}\n`);
    const said = await longFunctions(folder);
    expect(said).toContain("a.ts");
    expect(said).not.toContain("b.ts");
  });
});
