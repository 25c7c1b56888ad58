import { isIn, isTypeScript, type SourceFile, type TidyRule } from "./source.ts";

/** Where words on screen may stand: in the table, and in what comes to the page through `told`. */
const elsewhere = [
  "ui/words",
  "ui/link",
  "ui/web-host",
  "ui/build-page.ts",
  "ui/build-marked.ts",
  "ui/icons",
];

/** Every word on screen is in the table of words, so that each language has it. */
export const wordsRule: TidyRule = (files) =>
  files
    .filter((file) => isTypeScript(file) && isIn(file.path, "ui") && !isIn(file.path, ...elsewhere))
    .flatMap((file) => wordsIn(file).map((found) => `${file.path} says "${found}" itself`));

/** What stands for a part of a template that is code. */
const hole = "\u0001";

interface Literal {
  text: string;
  /** What comes right before it. */
  before: string;
  is_html: boolean;
}

const wordsIn = ({ text }: SourceFile): string[] =>
  literalsOf(text).flatMap((literal) => (literal.is_html ? inMarkup(literal.text) : inPlainText(literal)));

/** Words between tags, and in attributes that are shown or read out. */
function inMarkup(text: string): string[] {
  const attributes = [...text.matchAll(/\s(?:aria-label|title|label|placeholder|hint|alt)="([^"]*)"/g)];
  const between = text
    .replaceAll(hole, "\n")
    .replace(/<!--[^]*?-->/g, "")
    .replace(/<[^>]*>/g, "\n")
    .split("\n");
  return [...attributes.map(([, value = ""]) => value), ...between]
    .map((words) => words.trim())
    .filter((words) => /\p{L}{2,}/u.test(words));
}

/** A sentence, or one word with a capital where a label is expected. */
function inPlainText({ text: raw, before }: Literal): string[] {
  const text = raw.replaceAll(hole, "…");
  if (/(?:Error|LinkDown|Cancelled|DOMException)\([^()]*$/.test(before)) return [];
  const is_sentence = /^[“"]?(?:\p{Lu}\p{Ll}+|…)[,:]? (?:\p{L}|[…“(])/u.test(text);
  const is_label =
    /\b(?:label|title|text|summary|words|hint|problem|about):\s*$/.test(before) &&
    /^\p{Lu}\p{Ll}+/u.test(text);
  return (is_sentence || is_label) && /\p{L}{2,}/u.test(text) ? [text] : [];
}

/** Every string and template of a source, comments left out. Good enough for sources that the formatter has seen. */
function literalsOf(source: string): Literal[] {
  const scanner = new Scanner(source);
  scanner.code(undefined);
  return scanner.found;
}

class Scanner {
  readonly found: Literal[] = [];
  #at = 0;

  constructor(private readonly source: string) {}

  /** Reads on to a closing bracket that nothing here has opened, or to the end. */
  code(end: "}" | undefined): void {
    const { source } = this;
    for (let depth = 0; this.#at < source.length;) {
      const sign = source[this.#at];
      if (source.startsWith("//", this.#at)) this.#at = after(source, "\n", this.#at);
      else if (source.startsWith("/*", this.#at)) this.#at = after(source, "*/", this.#at);
      else if (sign === "/" && isRegex(source, this.#at)) this.#at = regexEnd(source, this.#at);
      else if (sign === '"' || sign === "'") this.#plain(sign);
      else if (sign === "`") this.#template();
      else {
        this.#at++;
        if (sign === "{") depth++;
        if (sign === "}" && depth-- === 0 && end !== undefined) return;
      }
    }
  }

  #plain(quote: string): void {
    const { source } = this;
    const before = this.#before();
    const start = ++this.#at;
    while (this.#at < source.length && source[this.#at] !== quote)
      this.#at += source[this.#at] === "\\" ? 2 : 1;
    this.found.push({ text: source.slice(start, this.#at++), before, is_html: false });
  }

  #template(): void {
    const { source } = this;
    const before = this.#before();
    let text = "";
    for (this.#at++; this.#at < source.length && source[this.#at] !== "`";) {
      if (source.startsWith("${", this.#at)) {
        this.#at += 2;
        this.code("}");
        text += hole;
        continue;
      }
      const length = source[this.#at] === "\\" ? 2 : 1;
      text += source.slice(this.#at, this.#at + length);
      this.#at += length;
    }
    this.#at++;
    this.found.push({ text, before, is_html: before.endsWith("html") });
  }

  #before(): string {
    return this.source.slice(Math.max(0, this.#at - 60), this.#at);
  }
}

const after = (source: string, mark: string, from: number): number => {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at + mark.length;
};

/** A slash after a value divides; after anything else it begins a pattern. */
const isRegex = (source: string, at: number): boolean =>
  /(?:[=(,:[!&|?;{}>]|\breturn|^)\s*$/.test(source.slice(Math.max(0, at - 20), at));

function regexEnd(source: string, from: number): number {
  let in_class = false;
  for (let at = from + 1; at < source.length; at++) {
    const sign = source[at];
    if (sign === "\\") at++;
    else if (sign === "[") in_class = true;
    else if (sign === "]") in_class = false;
    else if (sign === "/" && !in_class) return at + 1;
  }
  return source.length;
}
