import { describe, expect, test } from "bun:test";
import { rm } from "node:fs/promises";

import * as fc from "fast-check";

import { buildPage, patternsOnce, readingHalfOfMarked } from "../../ui/build-page.ts";
import * as grammars from "../../ui/text/highlight.ts";
import * as whole from "../../ui/text/markdown-rules.ts";
import { temporaryFolder } from "../support/server.ts";

const { html, bytes, parts } = await buildPage();
const inside = (element: "script" | "style"): string =>
  new RegExp(`<${element}[^>]*>([^]*?)</${element}>`).exec(html)?.[1] ?? "";
const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
const hash = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("base64");

/** With what lies beside it until it is needed; the page alone leaves room for what is to come. */
const all_bytes_max = 521_000;
const page_bytes_max = 500_000;

test("is one text within its budget", () => {
  expect(bytes).toBe(new TextEncoder().encode(html).length);
  expect(bytes).toBeGreaterThan(30_000);
  expect(bytes).toBeLessThan(page_bytes_max);
  const beside = Object.values(parts).map((text) => Buffer.byteLength(text));
  expect(beside.reduce((sum, one) => sum + one, bytes)).toBeLessThan(all_bytes_max);
  expect(Bun.gzipSync(html).length).toBeLessThan(160_000);
});

test("has nothing of zod in it", () => {
  // A word that zod's code cannot be without, whatever a minifier does to names.
  for (const word of ["ZodError", "invalid_type", "unrecognized_keys", "safeParse"])
    expect(html).not.toContain(word);
});

describe("its policy", () => {
  test("allows this script and this style, by their hashes, and no other", () => {
    expect(policy).toContain(`script-src 'sha256-${hash(inside("script"))}'`);
    expect(policy).toContain(`style-src 'sha256-${hash(inside("style"))}'`);
    expect(policy).not.toContain("unsafe");
  });

  test("fetches nothing and connects to nothing", () => {
    expect(policy).toStartWith("default-src 'none'");
    expect(policy).toContain("connect-src 'none';");
    expect(policy).toContain("base-uri 'none'; form-action 'none'");
  });
});

test("holds nothing that would end its script early, and loads nothing", () => {
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html.match(/<\/script/g)).toHaveLength(1);
  expect(inside("script")).not.toContain("<!--");
  expect(html.match(/(?:src|href)="(?!data:)/g)).toBeNull();
  expect(html).not.toContain("\r");
});

test("has nothing that writes HTML", () => {
  // What the other half of the Markdown library cannot be without.
  for (const word of ["<blockquote>", "<a href", '<img src="', "&lt;", "&quot;"])
    expect(html).not.toContain(word);
});

test("never gives what someone wrote to the HTML parser", () => {
  for (const word of ["dangerouslySetInnerHTML=", "insertAdjacentHTML", "document.write", "eval("])
    expect(html).not.toContain(word);
});

test("reads Markdown as the whole library does", async () => {
  const folder = await temporaryFolder();
  const { outputs } = await Bun.build({
    entrypoints: [Bun.fileURLToPath(new URL("../../ui/text/markdown-rules.ts", import.meta.url))],
    plugins: [readingHalfOfMarked],
    outdir: folder,
  });
  const half: typeof whole = await import(outputs[0]?.path ?? "");
  const marks =
    "*,**,_,~~,`,```\n,\n,> ,- ,1. ,[a](http://b.c),[a][b],[b]: x\n,<b>,<!--,|a|\n|-|\n,# h\n,===\n,---\n,||x||,\\,a b, ,<http://x.y>,&amp;,    code\n";
  const texts = fc.array(fc.constantFrom(...marks.split(",")), { maxLength: 12 });
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join("");
      expect(half.blockTokens(text)).toEqual(whole.blockTokens(text));
      expect(half.inlineTokens(text)).toEqual(whole.inlineTokens(text));
    }),
    { numRuns: 2_000 },
  );
  await rm(folder, { recursive: true });
});

test("colours code as the highlighter does whose grammars share no pattern", async () => {
  const folder = await temporaryFolder();
  const { outputs } = await Bun.build({
    entrypoints: [Bun.fileURLToPath(new URL("../../ui/text/highlight.ts", import.meta.url))],
    minify: true,
  });
  const bundled = (await outputs[0]?.text()) ?? "";
  const shared = patternsOnce(bundled);
  expect(shared.length).toBeLessThan(bundled.length - 1_000);
  await Bun.write(`${folder}/highlight.js`, shared);
  const once: typeof grammars = await import(`${folder}/highlight.js`);
  const marks =
    "// a\n§/* b */§/** @c */§<a href='d'>§</a>§<script>§</script>§<style>§</style>§<!-- e -->§&amp;§<?f?>§`${g + `h`}`§\"i\"§'j'§# k\n§= ;l\n§Mno(§true§null§0x1f§/p/g§=> ?.§{q: 1}§[r]\n§+s\n§-t\n§func § = §\n";
  const codes = fc.array(fc.constantFrom(...marks.split("§")), { maxLength: 14 });
  const langs = fc.constantFrom(
    ..."bash c css diff go html ini java js json py rs toml ts xml yaml".split(" "),
  );
  fc.assert(
    fc.property(codes, langs, (parts, lang) => {
      const code = parts.join("");
      expect(once.highlight(code, lang)).toEqual(grammars.highlight(code, lang));
    }),
    { numRuns: 2_000 },
  );
  await rm(folder, { recursive: true });
});
