import { codeOf, isIn, isScript, isTypeScript, type SourceFile, type TidyRule } from "./source.ts";

/** Files have at most this many lines. */
export const fileLengthRule =
  (lines_max: number): TidyRule =>
  (files) =>
    files
      .filter((file) => isScript(file) || file.path.endsWith(".css"))
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > lines_max)
      .map(({ path, lines }) => `${path} has ${lines} lines`);

interface Ban {
  what: string;
  pattern: RegExp;
  /** Folders and files it applies to, and those among them it does not. */
  within: readonly string[];
  except?: readonly string[];
}

/** Code, comments and strings left out, has nothing of a pattern in it. */
export const bannedRule =
  ({ what, pattern, within, except = [] }: Ban): TidyRule =>
  (files) =>
    files
      .filter((file) => isScript(file) && isIn(file.path, ...within) && !isIn(file.path, ...except))
      .flatMap((file) => placesOf(file, pattern).map((place) => `${place} has ${what}`));

function placesOf(file: SourceFile, pattern: RegExp): string[] {
  return codeOf(file)
    .split("\n")
    .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}`] : []));
}

export const consoleRule = bannedRule({
  what: "console",
  pattern: /\bconsole\b/,
  within: ["src", "ui"],
  except: ["src/cli"],
});

export const processRule = bannedRule({
  what: "process",
  pattern: /\bprocess\./,
  within: ["src", "ui"],
  except: ["src/main.ts", "src/cli"],
});

export const sleepRule = bannedRule({
  what: "a wait for time instead of for a fact",
  pattern: /\b(setTimeout|setInterval|sleep|sleepSync|usleep)\b/,
  within: ["test"],
  except: ["test/support/tidy"],
});

/** Others leave folders behind when a test fails, or a process still writes into one. */
export const folderRule = bannedRule({
  what: "a temporary folder that stays",
  pattern: /\btmpdir\(/,
  within: ["test"],
  except: ["test/support/folders.ts"],
});

export const anyRule = bannedRule({
  what: "any",
  pattern: /(:|\bas|<|\|)\s*any\b(?!\s*[:(])|,\s*any\s*>/,
  within: ["src", "ui", "test", "bench", "scripts", "build.ts"],
});

/** The rules know no sockets, no files, no Bun. */
export const pureRule = bannedRule({
  what: "Bun's API",
  pattern: /\bBun\./,
  within: ["src/protocol", "src/domain", "ui"],
  except: ["ui/build-page.ts"],
});

export const unfinishedRule: TidyRule = (files) =>
  files
    .filter(isTypeScript)
    .filter(({ text }) => /@ts-(ignore|nocheck)|\b(TODO|FIXME|XXX)\b:?\s/.test(text))
    .filter(({ path }) => !isIn(path, "test/support/tidy", "test/tidy.test.ts"))
    .map(({ path }) => `${path} has something unfinished or unchecked`);

/** Whoever installs decides from where; a lockfile of ours names no place either. */
export const registryRule: TidyRule = (files) =>
  files
    .filter(({ text }) =>
      /"resolved":|https?:\/\/[\w.-]*(registry|npmjs|npmmirror|yarnpkg|pypi|deb\.debian)\b/i.test(text),
    )
    .filter(({ path }) => !isIn(path, "test/support/tidy", "test/tidy.test.ts"))
    .map(({ path }) => `${path} names a package registry`);

const picture_bytes_max = 400_000;

/** Git holds what people write; pictures for the README are small. */
export const generatedRule: TidyRule = (files) =>
  files
    .filter(({ path, text }) => {
      if (/\.(db|db-wal|db-shm|sqlite3?|exe|dll|so|dylib|key|pem|crt|log)$/.test(path)) return true;
      if (/\.(png|jpe?g|ico)$/.test(path))
        return !isIn(path, "docs", "ui") || text.length > picture_bytes_max;
      return text.includes("\0");
    })
    .map(({ path }) => `${path} does not belong in git`);

/** Keys and tokens, not the words around them. */
export const secretRule: TidyRule = (files) =>
  files
    .filter(({ text }) => /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/.test(text))
    .map(({ path }) => `${path} has a private key`);
