import { describe, expect, spyOn, test } from "bun:test";

import { nesting_max } from "../../../ui/text/markdown-rules.ts";
import { type Block, type Inline, parseMarkdown } from "../../../ui/text/markdown.ts";
import { plainText } from "../../../ui/text/plain-text.ts";

/** What a text is made of, in short: `*bold*` is [strong bold]. */
const shape = (text: string): string => parseMarkdown("text", text).map(ofBlock).join(" / ");
const ofBlocks = (blocks: readonly Block[]): string => blocks.map(ofBlock).join(" / ");
const ofInlines = (inside: readonly Inline[]): string => inside.map(ofInline).join("");

function ofBlock(block: Block): string {
  if (block.type === "code") return `[code ${block.lang}: ${block.text}]`;
  if (block.type === "quote") return `[quote ${ofBlocks(block.blocks)}]`;
  if (block.type === "list") return `[list ${block.start ?? "-"}: ${block.items.map(ofBlocks).join(" | ")}]`;
  return block.type === "heading" ? `[h${block.level} ${ofInlines(block.inside)}]` : ofInlines(block.inside);
}

function ofInline(inline: Inline): string {
  if (inline.type === "text") return inline.text;
  if (inline.type === "code") return `[code ${inline.text}]`;
  if ("name" in inline) return `[${inline.type} ${inline.name}]`;
  const what = inline.type === "link" ? `link ${inline.url}:` : inline.type;
  return `[${what} ${ofInlines(inline.inside)}]`;
}

describe("marks that chat users know", () => {
  const cases: [text: string, shape: string][] = [
    ["plain", "plain"],
    [
      "**bold** *it* _it_ ~~gone~~ `code`",
      "[strong bold] [emphasis it] [emphasis it] [strike gone] [code code]",
    ],
    ["**bold *and it***", "[strong bold and it]".replace("and it", "[emphasis and it]")],
    ["||a **b**||", "[spoiler a [strong b]]"],
    ["one\ntwo\n\n\nfive", "one\ntwo\n\n\nfive"],
    ["> a\n> b\nc", "[quote a\nb] / c"],
    ["- a\n- b\n  1. c", "[list -: a | b / [list 1: c]]"],
    ["3. x\n4. y", "[list 3: x | y]"],
    ["- [ ] to do\n- [x] done", "[list -: ☐ to do | ☑ done]"],
    ["# Big\nand small", "[h1 Big] / and small"],
    ["```ts\nlet a = 1;\n\nb();\n```\nafter", "[code ts: let a = 1;\n\nb();] / after"],
    ["```\nclosed behind the code```", "[code : closed behind the code]"],
    ["see ```a\nb``` there", "see [code a\nb] there"],
    ["@ana, #general and #x-1", "[mention ana], [channel general] and [channel x-1]"],
    ["@_ana_ **@ben_**", "[mention _ana_] [strong [mention ben_]]"],
    ["https://example.org/a_b_c*d*", "[link https://example.org/a_b_c*d: https://example.org/a_b_c*d]*"],
    ["[words](https://example.org)", "[link https://example.org: words]"],
    ["![cat](https://example.org/cat.png)", "[link https://example.org/cat.png: cat]"],
    ["[**https://a.example**](https://b.example)", "[link https://b.example: [strong https://a.example]]"],
    ["\\*not bold\\*", "*not bold*"],
  ];
  for (const [text, expected] of cases) test(JSON.stringify(text), () => expect(shape(text)).toBe(expected));
});

describe("is shown as it was written", () => {
  const texts = [
    "2 * 3 * 4, snake_case_name, ~5 min or ~6",
    ">:( and >_<",
    ">.<",
    "<b>bold</b> <script>alert(1)</script>",
    "<div>\n\n<!-- x -->\n</div>",
    "&lt;b&gt; &amp; &#106;",
    "[x](javascript:alert(1)) [y](data:text/html,x) [z](/path)",
    "![x](javascript:alert(1))",
    "[a][b]",
    "| a | b |\n|---|---|",
    "title\n=====\n-----",
    "    four spaces\n\tand a tab",
    "a\n\n    indented",
    "1) first",
    "+ plus",
    "***",
    "C:\\Users\\ana\\\nnext",
    "|| not hidden ||",
    "ana@example.org",
    "a#general",
  ];
  for (const text of texts) test(JSON.stringify(text), () => expect(shape(text)).toBe(text));
});

test("a drawing of marks is left as it is, code beside it not", () => {
  const drawing = "|_*".repeat(200);
  expect(shape(`${drawing}\n\n\`\`\`\n${drawing}\n\`\`\`\n*it*`)).toBe(
    `${drawing} / [code : ${drawing}] / [emphasis it]`,
  );
});

test("/me has no paragraphs, only marks within a line", () => {
  expect(parseMarkdown("action", "# waves *hard*")).toEqual([
    {
      type: "paragraph",
      inside: [
        { type: "text", text: "# waves " },
        { type: "emphasis", inside: [{ type: "text", text: "hard" }] },
      ],
    },
  ]);
});

test("on a line of its own a text has no marks, and what is hidden stays hidden", () => {
  const content = "# Hi **you**\n> ||secret|| in `x`\n- [here](https://a.example) \u202eturned";
  expect(plainText({ kind: "text", content })).toBe("Hi you\n▒▒▒▒▒ in x\n• here turned");
});

test("the same text is parsed once", () => {
  expect(parseMarkdown("text", "**once**")).toBe(parseMarkdown("text", "**once**"));
  expect(parseMarkdown("text", "**once**")).not.toBe(parseMarkdown("action", "**once**"));
});

describe("a hostile text of 2,000 characters", () => {
  const pieces = [
    ..."*_~`|[]()<>&\\#-@:",
    "**a",
    "*a ",
    "_a*b",
    "~~a",
    "||a",
    "[a](",
    "![a](b ",
    "> ",
    "> > - ",
    "- - 1. ",
    "1. ",
    "```\n",
    "`` ` ",
    "http://a(",
    "@ana_",
    "#ab-",
    "\n",
    " \n",
    "> a\n>> b\n",
    "[[a](https://b.c)](",
    "**a*b_c~~d||e[",
    "<a href='",
    "\\*",
    "| a |\n|-|\n",
  ];

  for (const piece of pieces)
    test(`of ${JSON.stringify(piece)} is bounded in work and in depth`, () => {
      const text = piece.repeat(Math.ceil(2_000 / piece.length)).slice(0, 2_000);
      const { blocks, work } = counted(() => parseMarkdown("text", text));
      expect(depthOf(blocks)).toBeLessThanOrEqual(2 * nesting_max + 3);
      // Characters given to regular expressions: about a millisecond for a million.
      expect(work).toBeLessThan(4_000_000);
    });
});

/** Counts how many characters are given to regular expressions meanwhile. */
function counted(parse: () => readonly Block[]): { blocks: readonly Block[]; work: number } {
  let work = 0;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its object below
  const { exec } = RegExp.prototype;
  using counter = spyOn(RegExp.prototype, "exec").mockImplementation(function count(this: RegExp, text) {
    work += text.length - (this.global || this.sticky ? this.lastIndex : 0);
    return exec.call(this, text);
  });
  const blocks = parse();
  expect(counter).toHaveBeenCalled();
  return { blocks, work };
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value).map(depthOf);
  return Math.max(0, ...inside) + ("type" in value ? 1 : 0);
}
