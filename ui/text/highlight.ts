import bash from "@speed-highlight/core/languages/bash.js";
import c from "@speed-highlight/core/languages/c.js";
import css from "@speed-highlight/core/languages/css.js";
import diff from "@speed-highlight/core/languages/diff.js";
import go from "@speed-highlight/core/languages/go.js";
import html from "@speed-highlight/core/languages/html.js";
import ini from "@speed-highlight/core/languages/ini.js";
import java from "@speed-highlight/core/languages/java.js";
import js from "@speed-highlight/core/languages/js.js";
import json from "@speed-highlight/core/languages/json.js";
import py from "@speed-highlight/core/languages/py.js";
import rs from "@speed-highlight/core/languages/rs.js";
import toml from "@speed-highlight/core/languages/toml.js";
import ts from "@speed-highlight/core/languages/ts.js";
import xml from "@speed-highlight/core/languages/xml.js";
import yaml from "@speed-highlight/core/languages/yaml.js";
import { type ShjLanguageData, type ShjToken, tokenizeWith } from "@speed-highlight/core/tokenize";

export interface CodePart {
  text: string;
  kind: ShjToken | undefined;
}

// Grammars name one another ("js" in "html"); the names are those of the library. What it names and is not here stays plain.
const known = {
  bash,
  c,
  css,
  diff,
  go,
  html,
  ini,
  java,
  js,
  json,
  py,
  rs,
  toml,
  ts,
  xml,
  yaml,
};
/** Its grammars fit its type but for `exactOptionalPropertyTypes`. */
const languages = known as unknown as Readonly<Record<string, ShjLanguageData>>;

const also: Readonly<Record<string, string>> = {
  javascript: "js",
  mjs: "js",
  jsx: "js",
  typescript: "ts",
  tsx: "ts",
  python: "py",
  rust: "rs",
  sh: "bash",
  shell: "bash",
  zsh: "bash",
  "c++": "c",
  cpp: "c",
  h: "c",
  cs: "java",
  "c#": "java",
  csharp: "java",
  kotlin: "java",
  kt: "java",
  golang: "go",
  yml: "yaml",
  conf: "ini",
  svg: "xml",
  htm: "html",
  patch: "diff",
};

/** Code cut into pieces with what each is; in one piece for a language that is not known. */
export function highlight(code: string, lang: string): CodePart[] {
  const name = Object.hasOwn(also, lang) ? also[lang] : lang;
  if (name === undefined || !Object.hasOwn(languages, name)) return [{ text: code, kind: undefined }];
  const parts: CodePart[] = [];
  tokenizeWith(code, name, (text, kind) => text !== "" && parts.push({ text, kind }), { languages });
  return parts;
}
