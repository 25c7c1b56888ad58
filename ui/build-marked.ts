/** A pattern as it is written. */
export const pattern_source = String.raw`/(?:[^/\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*`;

/**
 * Of the Markdown library the page gets the half that reads. The half that writes HTML is cut off: nothing in the page can
 * make a text of markup. So are the rules that ours put nothing in the place of (see text/markdown-rules.ts). Together that is
 * a third of the library. Throws when it is built in another way than it was.
 */
export const readingHalf = (source: string): string => withoutAbsentRules(withoutWriting(source));

function withoutWriting(source: string): string {
  // The first class that has a parser is the one that writes; what reads stands before it.
  const end = source.search(/var \w+=class\{options;parser;/);
  const [lexer, tokenizer] = ["Lexer", "Tokenizer"].map((name) =>
    first(source, new RegExp(`[{,](\\w+) as ${name}[,}]`)),
  );
  if (end === -1) throw otherBuild();
  return `${source.slice(0, end)}export{${lexer} as Lexer,${tokenizer} as Tokenizer};`;
}

/** The methods of the rules that are not there, each with the one that stands behind it. */
const absent_methods = [
  ["code", "heading"], // with that of fences, for which we have our own
  ["hr", "blockquote"],
  ["html", "paragraph"], // with those of definitions, tables and underlined headings
  ["tag", "link"],
  ["reflink", "emStrong"],
  ["autolink", "inlineText"], // with that of addresses
] as const;

/** What asks for those methods. Without definitions no link refers to one. */
const absent_uses = [
  /if\((?:!this\.state\.inLink&&\()?\w=this\.tokenizer\.(?:code|hr|html|def|table|lheading|tag|reflink|autolink|url)\([^]*?continue\}/g,
  /linkInText\(\w\)\{[^]*?\}(?=inlineTokens\()/,
  /if\(this\.tokens\.links&&[^]*?(?=return \w=\w\.replace\(this\.tokenizer\.rules\.inline\.anyPunctuation)/,
  /static get rules\(\)[^]*?(?=lex\(\w\)\{)/,
];

/** The rows of the tables of patterns that nothing else asks for. */
const absent_rows = [
  "html",
  "def",
  "table",
  "url",
  "_backpedal",
  "del",
  "reflink",
  "nolink",
  "reflinkSearch",
];

/** Rows of the tables of plain Markdown, for which those of our options have others. */
const plain_rows = ["lheading", "emStrongLDelim", "emStrongRDelimAst"];

function withoutAbsentRules(source: string): string {
  const tables = /\{normal:\w+,gfm:\w+,(?:breaks:\w+,)?pedantic:(\w+)\}/g;
  const pedantic = Array.from(source.matchAll(tables), ([, name]) => name);
  if (pedantic.length !== 2) throw otherBuild();
  let left = source.replaceAll(/,pedantic:\w+\}/g, "}").replaceAll(/this\.options\.pedantic/g, "false");
  for (const name of pedantic)
    left = cut(left, new RegExp(`\\b${name}=\\{\\.\\.\\.[^]*?\\.getRegex\\(\\)\\},`));
  for (const [from, to] of absent_methods)
    left = cut(left, new RegExp(`(?<=\\})${from}\\(\\w+(?:,\\w+)?\\)\\{[^]*?\\}(?=${to}\\()`));
  for (const use of absent_uses) left = cut(left, use);
  for (const row of plain_rows) left = cut(left, rowOf(row));
  for (const row of absent_rows) left = cut(left, new RegExp(rowOf(row), "g"));
  return withoutUnnamed(left);
}

const rowOf = (name: string): RegExp =>
  new RegExp(`(?<=[{,])${name}:(?:${pattern_source}|\\w+\\([^]*?\\.getRegex\\(\\)|\\w+)(?:,|(?=\\}))`);

/** A pattern that is put together is kept by the bundler, for it cannot know that this does nothing else. */
function withoutUnnamed(source: string): string {
  const named = counted(source, /\w+/g);
  const left = source.replace(
    /(?<=,)(\w+)=\w+\((?:(?!\.getRegex\(\)[,;}]|\),\w+=)[^])*\.getRegex\(\),/g,
    (pattern, name) => (named.get(name) === 1 ? "" : pattern),
  );
  return left === source ? left : withoutUnnamed(left);
}

function cut(source: string, part: RegExp, instead = ""): string {
  if (!part.test(source)) throw otherBuild();
  return source.replace(part, instead);
}

function first(source: string, pattern: RegExp): string {
  const found = pattern.exec(source)?.[1];
  if (found === undefined) throw otherBuild();
  return found;
}

const otherBuild = (): Error => new Error("marked is built in another way: see ui/build-marked.ts");

/** How often each text is found. */
export function counted(source: string, pattern: RegExp): Map<string, number> {
  const times = new Map<string, number>();
  for (const [text] of source.matchAll(pattern)) times.set(text, (times.get(text) ?? 0) + 1);
  return times;
}
