import type { Message } from "../../src/protocol/message.ts";
import { type Block, type Inline, parseMarkdown } from "./markdown.ts";
import { withoutTurns } from "./visible.ts";

/** What a message says without its marks, for a line of its own: a quote, a notification. What is hidden stays hidden. */
export const plainText = ({ kind, content }: Pick<Message, "kind" | "content">): string =>
  withoutTurns(lines(parseMarkdown(kind, content)));

/** The words of a part of a message. */
export const plainOf = (inside: readonly Inline[]): string => inside.map(wordsOf).join("");

type Words<Part extends { type: string }> = {
  [Type in Part["type"]]: (part: Extract<Part, { type: Type }>) => string;
};

const block_words: Words<Block> = {
  paragraph: ({ inside }) => plainOf(inside),
  heading: ({ inside }) => plainOf(inside),
  code: ({ text }) => text,
  quote: ({ blocks }) => lines(blocks),
  list: ({ items }) => items.map((item) => `• ${lines(item)}`).join("\n"),
};

const inside_words = ({ inside }: { inside: readonly Inline[] }): string => plainOf(inside);

const inline_words: Words<Inline> = {
  text: ({ text }) => text,
  code: ({ text }) => text,
  strong: inside_words,
  emphasis: inside_words,
  strike: inside_words,
  link: inside_words,
  spoiler: () => "▒▒▒▒▒",
  mention: ({ name }) => `@${name}`,
  channel: ({ name }) => `#${name}`,
};

const lines = (blocks: readonly Block[]): string => blocks.map(linesOf).join("\n");

function linesOf<Type extends Block["type"]>(block: Extract<Block, { type: Type }>): string {
  const words: Words<Block>[Type] = block_words[block.type as Type];
  return words(block);
}

function wordsOf<Type extends Inline["type"]>(inline: Extract<Inline, { type: Type }>): string {
  const words: Words<Inline>[Type] = inline_words[inline.type as Type];
  return words(inline);
}
