import { minifySync } from "oxc-minify";

import { counted, pattern_source, readingHalf } from "./build-marked.ts";
import icon_svg from "./icons/icon.svg" with { type: "text" };
import { compactEmoji } from "./text/emoji-data.ts";

/** The page and its size as UTF-8. */
export interface Page {
  html: string;
  bytes: number;
  /** What lies beside it until it is needed. */
  parts: { emoji: string };
}

/** Bundles the page into one HTML text that loads nothing: script and style stand in it, allowed by their hashes. Throws AggregateError when the sources do not build. */
export async function buildPage(): Promise<Page> {
  const { outputs } = await Bun.build({
    entrypoints: [Bun.fileURLToPath(new URL("./main.ts", import.meta.url))],
    target: "browser",
    minify: true,
    plugins: [readingHalfOfMarked],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const bundled = askedPatterns(usedLimits(shortTemplates(await textOf(outputs, ".js"))));
  const script = scriptSafe(plainPairs(minified(patternsOnce(bundled))));
  const html = pageHtml(
    script,
    shortProperties(joinedRules(tightValues(presentSelectors(await textOf(outputs, ".css"))))),
  );
  return { html, bytes: Buffer.byteLength(html), parts: { emoji: JSON.stringify(compactEmoji()) } };
}

async function textOf(outputs: readonly Bun.BuildArtifact[], end: string): Promise<string> {
  const output = outputs.find(({ path }) => path.endsWith(end));
  if (output === undefined) throw new Error(`the bundle has no ${end}`);
  return (await output.text()).replaceAll("\r\n", "\n").trim();
}

/** See build-marked.ts. */
export const readingHalfOfMarked: Bun.BunPlugin = {
  name: "the reading half of marked",
  setup(build) {
    build.onLoad({ filter: /marked\.esm\.js$/ }, async ({ path }) => ({
      contents: readingHalf(await Bun.file(path).text()),
      loader: "js",
    }));
  },
};

/** Line breaks are left only in templates, where they mean nothing beside a bracket; there any closing tag closes the element that is open, and one word needs no quotes. */
const shortTemplates = (script: string): string =>
  script
    .replace(/\n[ \t]+/g, "\n")
    .replace(/(?<=>)\n|\n(?=[<>$])/g, "")
    .replace(/<\/[a-z0-9]+>/g, "<//>")
    .replace(
      /(?<=\s)(class|type|role|dir|id|name|icon|kind|label|rows|tabindex|testid|aria-[a-z]+|data-[a-z]+)="([\w-]+)"(?=[\s>/])/g,
      "$1=$2",
    );

/** Most limits are the server's alone, and the bundler keeps an object whole. */
const usedLimits = (script: string): string =>
  script.replace(/\{protocol_version:[^{}]*\}/, (limits) => {
    const named = new Set(script.replace(limits, "").match(/\w+/g));
    const rows = limits.slice(1, -1).split(",");
    return `{${rows.filter((row) => named.has(row.slice(0, row.indexOf(":")))).join(",")}}`;
  });

/** In the Markdown library's table of patterns, those are left over that the cut off half asked for; names of two words with a capital are its own. */
function askedPatterns(script: string): string {
  const named = counted(script, /\w+/g);
  const row = new RegExp(`,([a-z]+[A-Z]\\w*):${pattern_source}(?=[,}])`, "g");
  return script.replace(row, (text, name: string) => (named.get(name) === 1 ? "" : text));
}

/** The grammars of the highlighter repeat what their languages have in common. It sets where a pattern looks from before each look, so they can share one. */
export function patternsOnce(script: string): string {
  const part = '(?:type:"\\w+"|sub:"\\w+")';
  const rule = new RegExp(`\\{(?:${part},)*match:${pattern_source}(?:,${part})*\\}`, "g");
  const repeated = [...counted(script, rule)].filter(([, count]) => count > 1).map(([text]) => text);
  const names = new Map(repeated.map((text, index) => [text, `pattern_${index}`]));
  const declared = Array.from(names, ([text, name]) => `var ${name}=${text};`);
  return declared.join("") + script.replace(rule, (text) => names.get(text) ?? text);
}

/** What the bundler leaves: 2 % of the page. */
function minified(script: string): string {
  const { code, errors } = minifySync("page.js", script, {
    module: true,
    compress: { target: "es2022" },
    mangle: { toplevel: true },
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return code.trim();
}

/** Emoji that were written as two escapes are three times as long as they are. */
const plainPairs = (script: string): string =>
  script.replace(/(?<!\\)\\u(d[89ab]..)\\u(d[c-f]..)/gi, (_, high: string, low: string) =>
    String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)),
  );

/** The bundler writes each rule with `:is` twice more, for browsers of before 2021, in which nothing else of the page would work. */
const presentSelectors = (style: string): string =>
  style.replace(/[^{}]*:-(?:webkit|moz)-any\([^{}]*\{[^{}]*\}/g, "");

/** The bundler leaves a space in some values. */
const tightValues = (style: string): string => style.replace(/(items|self|content): /g, "$1:");

/** The bundler writes some lists of selectors as one rule each. */
const joinedRules = (style: string): string =>
  style.replace(
    /([^{}]+)(\{[^{}]+\})(?:[^{}]+\2)+/g,
    (rules, _, body: string) => rules.split(body).slice(0, -1).join(",") + body,
  );

/** Nothing but the style knows its custom properties, so any names do. */
function shortProperties(style: string): string {
  const names = new Map<string, string>();
  return style.replace(/--[a-z][a-z0-9-]*/g, (name) => {
    const short = names.get(name) ?? `--${names.size.toString(36)}`;
    names.set(name, short);
    return short;
  });
}

/** A script text must not hold what ends, or changes, the reading of a script element. Both only ever stand in strings. */
const scriptSafe = (script: string): string =>
  script.replace(/<(\/?script|!--)/gi, (_, rest: string) => `\\x3c${rest}`);

const pageHtml = (script: string, style: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="dark light">
<title>chat</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon_svg.trim())}">
<style>${style}</style>
</head>
<body>
<script type="module">${script}</script>
</body>
</html>
`;

/** Nothing may be fetched or connected to: the native window needs neither. Who serves the page to a browser allows its own bridge. */
const policy = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src '${sha256(script)}'`,
    `style-src '${sha256(style)}'`,
    "img-src data: blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const sha256 = (text: string): string =>
  `sha256-${new Bun.CryptoHasher("sha256").update(text).digest("base64")}`;
