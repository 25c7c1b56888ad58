import { afterAll, beforeAll, expect, test } from "bun:test";

import * as dial_words from "../../src/client/dial-words.ts";
import { heldWords } from "../../src/client/met.ts";
import { parseBody } from "../../src/domain/dispatch.ts";
import { rateLimited } from "../../src/domain/take-rate.ts";
import { ChatError, closeReasons } from "../../src/protocol/errors.ts";
import { requests } from "../../src/protocol/registry.ts";
import * as rules from "../../src/protocol/rules.ts";
import { parseSearch } from "../../src/protocol/search-query.ts";
import { signInProblem } from "../../ui/actions/sign-in-problem.ts";
import { preferences } from "../../ui/state/preferences.ts";
import { deviceLabel } from "../../ui/text/device-label.ts";
import { english } from "../../ui/words/english.ts";
import { german, german_told } from "../../ui/words/german.ts";
import { told } from "../../ui/words/words.ts";
import { filled, rateLimitsOf, saidBy, unseenErrors } from "../support/said-sentences.ts";
import { projectFiles } from "../support/tidy/source.ts";

/** Entries that both languages say alike. */
const alike = new Set([
  "address.host",
  "address.port",
  "channels.name",
  "emoji.button_title",
  "emoji_names.cool",
  "emoji_names.smileys",
  "help.version",
  "hosting.link",
  "members.away",
  "members.here",
  "people.message_in",
  "profile.zoom",
  "settings.about_server",
  "settings.text_px_of",
  "settings.version",
  "settings.zoom_of",
  "status.offline",
  "status.online",
  "status.text",
]);

/** What a function of the table may take. */
const samples: readonly unknown[] = [1, 7, "ana", ["ana", "ben"], (text: string) => text];

const spoken = { english: wordsOf(english), german: wordsOf(german) };

test.each(["english", "german"] as const)("no word is missing in %s", (name) => {
  for (const [key, says] of spoken[name]) {
    expect([key, says.length]).not.toEqual([key, 0]);
    // What says nothing in English has nothing to say.
    const empty = says.filter((text) => text.trim() === "" || /undefined|NaN|\[object/.test(text));
    expect([key, spoken.english.get(key)?.join("") === "" ? [] : empty]).toEqual([key, []]);
  }
});

test("German says it in German", () => {
  const same = [...spoken.english].filter(
    ([key, says]) => says.join("\n") === spoken.german.get(key)?.join("\n") && says.join("") !== "",
  );
  expect(same.map(([key]) => key).filter((key) => !alike.has(key) && !/^keys\.\w+\.keys$/.test(key))).toEqual(
    [],
  );
});

/** What each word says, a function with every kind of thing it can take; by its place in the table, "sign_in.log_in". */
function wordsOf(part: object, path = ""): Map<string, string[]> {
  const said = new Map<string, string[]>();
  for (const [name, value] of Object.entries(part) as [string, unknown][]) {
    const key = path + name;
    if (typeof value === "string") said.set(key, [value]);
    else if (typeof value === "function") said.set(key, [...saidOf(value as Say)]);
    else if (typeof value === "object" && value !== null)
      for (const [deeper, texts] of wordsOf(value, `${key}.`)) said.set(deeper, texts);
  }
  return said;
}

type Say = (...given: unknown[]) => unknown;

function* saidOf(say: Say, given: unknown[] = []): Generator<string> {
  if (given.length < say.length) {
    for (const sample of samples) yield* saidOf(say, [...given, sample]);
    return;
  }
  try {
    const said = say(...given);
    yield Array.isArray(said) ? said.join("") : String(said);
  } catch (error) {
    // It takes another kind of thing there.
    if (!(error instanceof TypeError)) throw error;
  }
}

const speak = (language: "en" | "de") => {
  preferences.value = { ...preferences.value, language };
};

beforeAll(() => {
  speak("de");
});
afterAll(() => {
  speak("en");
});

const host = { host: "chat.example", port: 5050, tls: true };
const files = await projectFiles();
const said = saidBy(files);
const fills = ["7", "ana", "before", "7 s", "7 MB", "7.5 MB", "characters", "", "You are too fast.", " (E)"];

test("every sentence of the server, the client program and the shared rules has a German one", () => {
  expect(said.length).toBeGreaterThan(100);
  const unknown = said.filter(({ sentence }) => filled(sentence, fills).every(isUnknown));
  expect(unknown).toEqual([]);
  expect(unseenErrors(files)).toEqual([]);
});

test("with what really stands in the sentences", () => {
  expect(called().filter(isUnknown)).toEqual([]);
  expect(told("Message is 1 character over the limit of 2000.")).toBe(
    "Die Nachricht ist 1 Zeichen über der Grenze von 2000.",
  );
  expect(told(rules.sizeWords(1_234_567))).toBe("1,2 MB");
});

test("no German sentence is for one that nobody says", () => {
  const all = [...said.flatMap(({ sentence }) => filled(sentence, fills)), ...called()];
  const idle = german_told.filter(([pattern]) => !all.some((sentence) => pattern.test(sentence)));
  expect(idle.map(([pattern]) => pattern.source)).toEqual([]);
});

test("a sentence nobody knows stays as it is", () => {
  for (const sentence of ["The moon is full.", "", "$1 and $& stay."]) expect(told(sentence)).toBe(sentence);
  speak("en");
  expect(told("No such channel.")).toBe("No such channel.");
  speak("de");
});

test("a problem finds its field in any language", () => {
  const problem = (text: string) => signInProblem(new ChatError("invalid", text), host);
  expect(problem("Username required.")).toEqual({ field: "username", text: "Der Benutzername fehlt." });
  expect(problem("Password required.")).toEqual({ field: "password", text: "Das Passwort fehlt." });
});

const isUnknown = (sentence: string): boolean => told(sentence) === sentence;

/** Sentences with numbers and names in them, got from those who say them. */
function called(): string[] {
  const problems = [...ruleProblems(), ...queryProblems(), ...bodyProblems()];
  const waits = rateLimitsOf(files).flatMap((what) =>
    [500, 15_000, 200_000, 20_000_000].map((wait_ms) => rateLimited(what, wait_ms).message),
  );
  const sizes = [1, 7, 1_500, 3_400_000_000].map(rules.sizeWords);
  const files_max = [...sizes, "12 KB"].map((size) => `This server takes files of at most ${size}.`);
  const closing = Object.values(closeReasons).map(({ text }) => text);
  const devices = ["Windows Firefox/1", "Linux", ""].flatMap((agent) => [
    deviceLabel("window", agent),
    deviceLabel("web", agent),
  ]);
  return [
    ...problems,
    ...devices.filter((label) => label !== "Browser"),
    ...waits,
    ...sizes,
    ...files_max,
    ...closing,
    ...dialProblems(),
    ...heldProblems(),
  ];
}

function ruleProblems(): string[] {
  const all = [
    rules.newUsernameProblem,
    rules.passwordProblem,
    rules.channelNameProblem,
    rules.channelDescriptionProblem,
    rules.contentProblem,
    rules.sentContentProblem,
    rules.fileNameProblem,
  ];
  const texts = ["", "x", "here", "a b", "ana\0ana", "ä".repeat(2_001), "x".repeat(2_005), "ä ä".repeat(30)];
  return all.flatMap((rule) => texts.flatMap((text) => rule(text) ?? []));
}

function queryProblems(): string[] {
  const many = (word: string) => Array.from({ length: 100 }, (_, at) => `${word}${at}`).join(" ");
  const day = "before:2026-11-25";
  return ["from:", "in:", "before:x", `${day} ${day}`, "has:x", "-has:link", "-x", many("x"), many("from:x")]
    .map(parseSearch)
    .filter((problem) => typeof problem === "string");
}

/** What is wrong with a body that lacks everything, or has all of it wrong. */
function bodyProblems(): string[] {
  const bodies = [{}, 5, { id: 0, channel_id: 0, usernames: [], emoji: "xx", kind: "x", session_id: 1.5 }];
  return (Object.keys(requests) as (keyof typeof requests)[]).flatMap((name) =>
    bodies.flatMap((body) => {
      try {
        parseBody(name, body);
        return [];
      } catch (error) {
        return error instanceof Error ? error.message : [];
      }
    }),
  );
}

function dialProblems(): string[] {
  const failed = (code: string) =>
    dial_words.connectProblem(host, Object.assign(new Error("failed"), { code }));
  const { connectProblem: _, tlsFailed, ...others } = dial_words;
  return [
    ...["ECONNREFUSED", "ENOTFOUND", "ENETUNREACH"].map(failed),
    dial_words.connectProblem(host, new Error("failed")),
    tlsFailed(host, new Error("bad record (mac)")),
    ...Object.values(others).map((say) => say(host)),
  ].map(({ message }) => message);
}

function heldProblems(): string[] {
  const met = { server: host, username: "ana", certificate: null };
  return [null, met, { ...met, certificate: "a".repeat(64) }].map(heldWords);
}
