import type { Token, Tokens } from "marked";

import type { Atom } from "./atoms.ts";
import { opensHere, opensOutside } from "./links.ts";
import { blockTokens, inlineTokens } from "./markdown-rules.ts";

/** What a message can have in it. There is nothing else: a token of the parser that has no row below is shown as it was written. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "strong" | "emphasis" | "strike" | "spoiler"; inside: Inline[] }
  | { type: "code"; text: string }
  | { type: "link"; url: string; inside: Inline[] }
  | { type: "mention"; name: string }
  | { type: "channel"; name: string };

export type Block =
  | { type: "paragraph"; inside: Inline[] }
  | { type: "heading"; level: number; inside: Inline[] }
  | { type: "code"; lang: string; text: string }
  | { type: "quote"; blocks: Block[] }
  | { type: "list"; start: number | null; items: Block[][] };

const kept_max = 600;
const kept = new Map<string, readonly Block[]>();

/** A text as blocks. The last ones are kept, since a row is drawn again whenever the pointer passes it. */
export function parseMarkdown(kind: "text" | "action", text: string): readonly Block[] {
  const key = `${kind} ${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const blocks: Block[] =
    kind === "text"
      ? toBlocks(blockTokens(text))
      : [{ type: "paragraph", inside: toInlines(inlineTokens(text)) }];
  kept.set(key, blocks);
  for (const oldest of kept.keys()) {
    if (kept.size <= kept_max) break;
    kept.delete(oldest);
  }
  return blocks;
}

type Row<Result> = (token: never) => Result;

const block_rows: Readonly<Record<string, Row<Block>>> = {
  paragraph: ({ tokens }: Tokens.Paragraph) => ({ type: "paragraph", inside: toInlines(tokens) }),
  text: (token: Tokens.Text) => ({
    type: "paragraph",
    inside: token.tokens === undefined ? [plain(token.raw)] : toInlines(token.tokens),
  }),
  heading: ({ depth, tokens }: Tokens.Heading) => ({
    type: "heading",
    level: depth,
    inside: toInlines(tokens),
  }),
  code: ({ lang = "", text }: Tokens.Code) => ({ type: "code", lang: lang.toLowerCase(), text }),
  blockquote: ({ tokens }: Tokens.Blockquote) => ({ type: "quote", blocks: toBlocks(tokens) }),
  checkbox: ({ checked }: Tokens.Checkbox) => ({
    type: "paragraph",
    inside: [plain(checked ? "☑ " : "☐ ")],
  }),
  list: ({ ordered, start, items }: Tokens.List) => ({
    type: "list",
    start: ordered ? Number(start) : null,
    items: items.map(({ tokens }) => toBlocks(tokens)),
  }),
};

/** Paragraphs that follow one another are one, with the line breaks that were between them. */
function toBlocks(tokens: readonly Token[]): Block[] {
  const blocks: Block[] = [];
  let breaks = 0;
  for (const token of tokens) {
    const before = blocks.at(-1);
    const block = token.type === "space" ? undefined : toBlock(token);
    if (block?.type === "paragraph" && before?.type === "paragraph")
      before.inside.push(plain("\n".repeat(breaks)), ...block.inside);
    else if (block !== undefined) blocks.push(block);
    breaks = (token.type === "space" ? breaks : 0) + (/\n*$/.exec(token.raw)?.[0].length ?? 0);
  }
  return blocks;
}

function toBlock(token: Token): Block {
  const row = Object.hasOwn(block_rows, token.type) ? block_rows[token.type] : undefined;
  return row?.(token as never) ?? { type: "paragraph", inside: [plain(token.raw)] };
}

const wrapped = (type: "strong" | "emphasis" | "strike" | "spoiler") => (token: Tokens.Generic) =>
  ({ type, inside: toInlines(token.tokens ?? []) }) satisfies Inline;

const inline_rows: Readonly<Record<string, Row<Inline>>> = {
  text: ({ raw }: Tokens.Text) => plain(raw),
  escape: ({ text }: Tokens.Escape) => plain(text),
  br: ({ raw }: Tokens.Br) => plain(raw.replace(/^ +/, "")),
  strong: wrapped("strong"),
  em: wrapped("emphasis"),
  del: wrapped("strike"),
  spoiler: wrapped("spoiler"),
  // The parser makes one line of several; three marks in the middle of a line keep theirs.
  codespan: ({ raw, text }: Tokens.Codespan) => ({
    type: "code",
    text: raw.includes("\n") ? raw.replace(/^`+\n?|\n?`+$/g, "") : text,
  }),
  link: (token: Tokens.Link) => linkTo(token, toInlines(token.tokens)),
  // Nothing is fetched: a picture is a link to it.
  image: (token: Tokens.Image) => linkTo(token, [plain(token.text || token.href)]),
  address: ({ raw }: Atom) => ({ type: "link", url: raw, inside: [plain(raw)] }),
  mention: ({ name }: Atom & { type: "mention" }) => ({ type: "mention", name }),
  channel: ({ name }: Atom & { type: "channel" }) => ({ type: "channel", name }),
};

function toInlines(tokens: readonly Token[]): Inline[] {
  return tokens.map((token) => {
    const row = Object.hasOwn(inline_rows, token.type) ? inline_rows[token.type] : undefined;
    return row?.(token as never) ?? plain(token.raw);
  });
}

/** Only to where we would open it: anything else is shown as it was written. */
const linkTo = ({ raw, href }: { raw: string; href: string }, inside: Inline[]): Inline =>
  opensOutside(href) || opensHere(href)
    ? { type: "link", url: href, inside: inside.flatMap(withoutLinks) }
    : plain(raw);

/** A link in a link would hide where the outer one goes. */
function withoutLinks(inline: Inline): Inline[] {
  if (inline.type === "link") return inline.inside.flatMap(withoutLinks);
  return "inside" in inline ? [{ ...inline, inside: inline.inside.flatMap(withoutLinks) }] : [inline];
}

const plain = (text: string): Inline => ({ type: "text", text });
