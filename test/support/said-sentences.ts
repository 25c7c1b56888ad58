import { isIn, isTypeScript, type SourceFile } from "./tidy/source.ts";

/** Where every sentence is for a person. */
const for_people = [
  "src/domain",
  "src/protocol",
  "src/client",
  "src/store/sqlite/changes.ts",
  "src/store/sqlite/outage.ts",
  "ui/link",
  "ui/web-host",
];

/** What a browser shows in the place of the page. */
const no_page = "src/client/browser-host.ts";

/** What the log says, what the documents of the protocol say, and what becomes another sentence. */
const for_others = /(?:\blog\.\w+|\bdescribe|\brateLimited|BrokenServer)\(\s*$|\bsummary:\s*$/;

/** A text that a ChatError gets and that stands elsewhere, where a sentence is looked for as well. */
const from_elsewhere = /^(?:(?:text|words|message\.message)\b|describeIssue\()/;

/** What a source says to a person, in the words of its strings; a hole of a template stands as in the source. */
export interface Said {
  path: string;
  sentence: string;
}

/** Every sentence the server, the client program, the shared rules and the page's host say to a person. */
export const saidBy = (files: readonly SourceFile[]): Said[] =>
  files
    .filter((file) => isTypeScript(file) && isIn(file.path, "src", "ui/link", "ui/web-host"))
    .flatMap(({ path, text }) => {
      const whole = isIn(path, ...for_people) && path !== no_page ? sentencesOf(text) : [];
      const errors = [...text.matchAll(chat_error)].map(([, , said = ""]) => said.slice(1, -1));
      return [...new Set([...whole, ...errors])].map((sentence) => ({ path, sentence }));
    });

const literal = '"(?:\\\\.|[^"\\\\\\n])*"|`(?:\\\\.|[^`\\\\])*`';
const chat_error = new RegExp(`\\bChatError\\(\\s*("\\w+"|\\w[\\w.]*),\\s*(${literal})`, "g");
const token = new RegExp(`//[^\\n]*|/\\*[^]*?\\*/|${literal}`, "g");

function sentencesOf(text: string): string[] {
  const found: string[] = [];
  for (const { 0: whole, index } of text.matchAll(token)) {
    if (whole.startsWith("/") || for_others.test(text.slice(Math.max(0, index - 60), index))) continue;
    const said = whole.slice(1, -1).replaceAll('\\"', '"');
    if (/^(?:\p{Lu}[\p{L}'-]*|\$\{[^}]*\}|has:) .*[.?!]$/su.test(said)) found.push(said);
  }
  return found;
}

/** What may be done again after a while, in the words before how long that is. */
export const rateLimitsOf = (files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => isTypeScript(file) && isIn(file.path, "src"))
    .flatMap(({ text }) => [...text.matchAll(/\brateLimited\(\s*"([^"]*)"/g)].map(([, said = ""]) => said));

/** Places that make a ChatError of a text this cannot see, so that nobody looks after its words. */
export const unseenErrors = (files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => isTypeScript(file) && isIn(file.path, "src"))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/new ChatError\(\s*(?:"\w+"|[\w.]+),\s*([^]{1,60})/g)]
        .filter(([, said = ""]) => !/^["`]/.test(said) && !from_elsewhere.test(said))
        .map(([all]) => `${path}: ${all}`),
    );

/** A template's holes filled, in every way of these. */
export function filled(sentence: string, samples: readonly string[]): string[] {
  const hole = /\$\{[^}]*\}/.exec(sentence)?.[0];
  if (hole === undefined) return [sentence];
  return samples.flatMap((sample) =>
    filled(
      sentence.replace(hole, () => sample),
      samples,
    ),
  );
}
