import { Lexer, type Token, Tokenizer, type Tokens } from "marked";

import { leadingAtom, nextAtom } from "./atoms.ts";

/** How deep quotes, lists and emphasis may lie in one another; what is deeper is shown as it was written. */
export const nesting_max = 6;

/**
 * The Markdown that chat users know, out of all that the parser knows. A rule that answers `undefined` is
 * not there: HTML, tables, reference links, rules, underlined headings and indented code stay text.
 */
class ChatTokenizer extends Tokenizer {
  #depth = 0;

  override code = absent;
  override html = absent;
  override tag = absent;
  override def = absent;
  override reflink = absent;
  override table = absent;
  override lheading = absent;
  override hr = absent;
  // Addresses are atoms, see below: those of the parser take more for one than we open.
  override url = absent;
  override autolink = absent;

  /** Also closed behind the last line of code, as many write it. */
  override fences(src: string): Tokens.Code | undefined {
    const match = /^(`{3,})[ \t]*([\w+#.-]*)[ \t]*\n([^]*?)\n?\1`*[ \t]*(?:\n|$)/.exec(src);
    if (match === null) return undefined;
    const [raw, , lang = "", text = ""] = match;
    return { type: "code", raw, lang, text };
  }

  /** Only lines that begin with "> ", so that ">:(" is none and the line after a quote is not part of it. */
  override blockquote(src: string): Tokens.Blockquote | undefined {
    const lines = /^(?:>(?:[ \t][^\n]*)?(?:\n|$))+/.exec(src)?.[0];
    return lines === undefined || lines.trim() === ">"
      ? undefined
      : this.#deeper(() => super.blockquote(lines));
  }

  override list(src: string): Tokens.List | undefined {
    return /^ {0,3}(?:[-*]|\d{1,9}\.)[ \t]+\S/.test(src) ? this.#deeper(() => super.list(src)) : undefined;
  }

  override emStrong(src: string, masked: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    return this.#deeper(() => super.emStrong(src, masked, before));
  }

  /** One ~ alone stands for "about". */
  override del(src: string, masked: string, before?: string): Tokens.Del | undefined {
    return src.startsWith("~~") ? this.#deeper(() => super.del(src, masked, before)) : undefined;
  }

  override link(src: string): Tokens.Link | Tokens.Image | undefined {
    return this.#deeper(() => super.link(src));
  }

  /** ||hidden until one presses it|| */
  spoiler(src: string): Tokens.Generic | undefined {
    const match = /^\|\|(?=\S)([^]*?\S)\|\|/.exec(src);
    if (match === null) return undefined;
    const [raw, text = ""] = match;
    return this.#deeper(() => ({ type: "spoiler", raw, tokens: this.lexer.inlineTokens(text) }));
  }

  #deeper<T>(rule: () => T | undefined): T | undefined {
    if (this.#depth >= nesting_max) return undefined;
    this.#depth++;
    try {
      return rule();
    } finally {
      this.#depth--;
    }
  }
}

const absent = (): undefined => undefined;

/** Marks in one paragraph over which they are taken for a drawing, or for malice, and mean nothing: each costs a look at all that follows. */
const marks_max = 300;

class ChatLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if ((src.match(/[*_~|[<`\\!]/g)?.length ?? 0) <= marks_max) return super.inlineTokens(src, tokens);
    tokens.push({ type: "text", raw: src, text: src, escaped: false });
    return tokens;
  }
}

/** A lexer for one text. */
function chatLexer(): Lexer {
  const tokenizer = new ChatTokenizer();
  return new ChatLexer({
    gfm: true,
    breaks: true,
    tokenizer,
    extensions: {
      renderers: {},
      childTokens: {},
      inline: [(src) => tokenizer.spoiler(src), (src, tokens) => leadingAtom(src, tokens.at(-1)?.raw.at(-1))],
      startInline: [nextAtom],
    },
  });
}

/** The tokens of a whole message. */
export const blockTokens = (text: string): Token[] => chatLexer().lex(text);

/** The tokens of a text that has no paragraphs, like that of /me. */
export function inlineTokens(text: string): Token[] {
  return chatLexer().inlineTokens(text);
}
