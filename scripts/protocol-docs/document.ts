import type { Access } from "../../src/protocol/define.ts";
import { closeReasons, errorCodes } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import { type EventName, events, type RequestName, requests } from "../../src/protocol/registry.ts";
import { chapters } from "./chapters.ts";
import { eventOrder } from "./event-order.ts";
import { describe, fieldTable, namedShapes } from "./shapes.ts";
import { errorsOf, errorWords, limitWords } from "./words.ts";

/** docs/PROTOCOL.md, from the declarations in src/protocol/. */
export const protocolDocument = (): string =>
  [
    chapters(),
    "## Shapes\n\nWhat many messages hold.\n",
    ...Object.entries(namedShapes).map(
      ([name, shape]) =>
        `### ${name}\n\n${capital(describe(shape))}.\n\n${fieldTable("Fields", shape, "output")}`,
    ),
    `## Requests\n\nA \`?\` behind a field's name: it may be left out. Any request can get \`invalid\` or \`internal\`; one that needs a login also \`not_authenticated\`, one that counts for a rate also \`rate_limited\`.\n`,
    ...requestNames().map(requestSection),
    "## Events\n\nA client ignores events of types it does not know, and fields it does not know.\n",
    ...eventNames().map(eventSection),
    errorSection(),
    closeSection(),
    limitSection(),
  ].join("\n");

const accessWords: Record<Access, string> = {
  anyone: "Before and after the login.",
  guest: "Only before the login.",
  user: "Needs a login.",
};

const rateWords = {
  message: " Counts for the rate of messages.",
  change: " Counts for the rate of changes.",
  catch_up: " Counts for a rate of its own.",
  list: " Counts for the rate of lists.",
  search: " Counts for the rate of searches.",
  upload: " Counts for the rate of uploads.",
  finish: " Counts for a rate of its own.",
  part: " Counts for the rate of parts of files.",
  profile: " Counts for a rate of its own.",
};

const requestNames = (): RequestName[] => Object.keys(requests) as RequestName[];

function requestSection(name: RequestName): string {
  const { summary, access, rate, body, reply } = requests[name];
  const errors = errorsOf[name].map((code) => `\`${code}\``).join(", ");
  return [
    `### ${name}\n`,
    `${summary} ${accessWords[access]}${rate === undefined ? "" : rateWords[rate]}\n`,
    fieldTable("Body", body, "input"),
    fieldTable("Reply", reply, "output"),
    errors === "" ? "" : `Errors: ${errors}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const eventNames = (): EventName[] =>
  (Object.keys(events) as EventName[]).toSorted((a, b) => eventOrder[a] - eventOrder[b]);

const eventSection = (name: EventName): string =>
  `### Event ${name}\n\n${events[name].summary}\n\n${fieldTable("Body", events[name].body, "output")}`;

const errorSection = (): string =>
  table(
    "Errors",
    ["code", "when", "send again?"],
    errorCodes.map((code) => [`\`${code}\``, errorWords[code].when, errorWords[code].again]),
  );

const closeSection = (): string =>
  table(
    "Why the server closes",
    ["reason", "in words", "connect again?"],
    Object.entries(closeReasons).map(([reason, { text, retry }]) => [
      `\`${reason}\``,
      text,
      retry ? "yes" : "no",
    ]),
  );

const limitSection = (): string =>
  table(
    "Limits",
    ["name", "value", "what it bounds"],
    Object.entries(limits).flatMap(([name, value]) => {
      const words = limitWords[name as keyof typeof limits];
      return words === null ? [] : [[`\`${name}\``, value.toLocaleString("en"), words]];
    }),
  ) + "\nCharacters are Unicode code points. The last word of a name is its unit.\n";

const table = (title: string, head: string[], rows: string[][]): string =>
  [`## ${title}\n`, head, head.map(() => "---"), ...rows]
    .map((row) => (typeof row === "string" ? row : `| ${row.join(" | ")} |`))
    .join("\n") + "\n";

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
