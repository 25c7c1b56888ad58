import type { Access } from "../../src/protocol/define.ts";
import { closeReasons, errorCodes } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import { type EventName, events, type RequestName, requests } from "../../src/protocol/registry.ts";
import { exampleBytes, exampleSession } from "./example.ts";
import { describe, fieldTable, namedShapes } from "./shapes.ts";
import { errorsOf, errorWords, eventOrder, limitWords } from "./words.ts";

/** docs/PROTOCOL.md, from the declarations in src/protocol/. */
export const protocolDocument = (): string =>
  [
    introduction,
    "## Shapes\n\nWhat many messages hold.\n",
    ...Object.entries(namedShapes).map(
      ([name, shape]) =>
        `### ${name}\n\n${capital(describe(shape))}.\n\n${fieldTable("Fields", shape, "output")}`,
    ),
    `## Requests\n\nA \`?\` behind a field's name: it may be left out. Any request can get \`invalid\` or \`internal\`; one that needs a login also \`not_authenticated\`.\n`,
    ...requestNames().map(requestSection),
    "## Events\n\nA client ignores events of types it does not know, and fields it does not know.\n",
    ...eventNames().map(eventSection),
    errorSection(),
    closeSection(),
    limitSection(),
  ].join("\n");

const introduction = `# The protocol

<!-- Made by \`bun run docs\` from src/protocol/. Change the declarations, not this file. -->

With this page alone one can write a client. It is version ${limits.protocol_version}, spoken over TCP or TLS, by default on port ${limits.port_default}. The
server offers TLS unless it was started with \`--no-tls\`; its certificate is usually self-signed, so a client shows the
SHA-256 fingerprint at the first meeting, remembers it, and refuses another one later.

## Frames

Both ways: 4 bytes of length (unsigned, big-endian), then as many bytes of UTF-8 JSON, one object a frame. A ping:

\`\`\`text
${exampleBytes()}
\`\`\`

Two kinds go to the server or answer it, one comes unasked:

| frame | from | fields |
| --- | --- | --- |
| request | client | \`{"id": 7, "type": "message.send", "body": {...}}\` |
| reply | server | \`{"re": 7, "ok": {...}}\` or \`{"re": 7, "error": {"code", "message", "retry_after_ms"?}}\` |
| event | server | \`{"type": "message.created", "body": {...}}\` |

- \`id\` is a number of the client's choosing, 0 or greater; its reply has it as \`re\`. A \`body\` that is left out counts as \`{}\`.
- Every request gets exactly one reply. Requests are worked on in the order they came, and replied to in that order, but
  for sends that are under way together. The reply to \`ping\` comes after all that was sent before it.
- \`message\` of an error is a sentence for a person; programs look at \`code\`.
- Unknown fields are ignored, both ways. A request of an unknown type gets the error \`unknown\`.
- A frame that is no JSON object with \`id\` and \`type\` cannot be answered: the server closes with \`bad_frame\`. So it does with
  \`too_large\` for a length over the limit.

## Beginning

The first frame decides: a connection that begins with the request \`hello\` speaks this protocol, any other speaks protocol 1,
which the server keeps for older clients and which is not described here. \`hello\` with another version than ${limits.protocol_version} gets
the error \`unsupported\`. Then the client logs in, by \`session.register\`, \`session.login\`, or \`session.resume\` with the token of
an earlier login. A token is shown once, is good until \`expires_at_ms\`, and is as secret as a password: the server
keeps only its hash. Until the login a frame may have at most ${limits.frame_bytes_max_before_login} bytes, and ${limits.login_timeout_ms / 1000} s may pass between tries.

After the login come the events of all channels the user is a member of. Ask for \`channel.list\` then, and for the
\`message.history\` of what is shown; events that arrive meanwhile are newer or the same, told apart by \`seq\`.

## Sending, order and repeats

- **Acknowledged means stored.** The reply to \`message.send\` comes after the message is on disk. The sender hears
  \`message.created\` too, like every member, on each of its connections, as a rule before the reply; the \`nonce\` in it tells
  which of its own messages it is.
- **Nonce.** Make one (random, up to ${limits.nonce_chars_max} characters) before the first try, and keep it with the text until the reply has
  come. When the connection is lost in between, send the same again with the same nonce: the message is stored once and
  the reply is the first one. The same nonce for another channel, kind or text is \`nonce_reused\`. Nonces never expire.
- **seq.** The messages of a channel are numbered 1, 2, 3 ... without holes. \`seq\` orders them; clocks do not. A \`seq\` more than
  one higher than the last one seen means that some were missed: ask \`message.history\` with \`after_seq\`.
- **Read marker.** \`read_seq\` is how far the user has read, on any device; it only moves forward. Unread are
  \`last_seq - read_seq\`. One's own message moves it.
- **Rate.** More than ${limits.messages_per_second} messages of one user within ${limits.rate_window_ms / 1000} s are refused with \`rate_limited\`. \`hello\` tells the server's own number.

## Heartbeat

Who has been silent for \`heartbeat_interval_ms\` gets the event \`ping\`; any frame is an answer, the request \`ping\` the usual
one. Silent for twice as long: the server closes with \`silent\`. A client does the same in the other direction: it sends the request
\`ping\` after a while of silence, and takes a connection on which nothing comes back for lost.

## An example

\`->\` is sent by the client, \`<-\` by the server; the four bytes of length, then the payload.

\`\`\`text
${exampleSession()}
\`\`\`
`;

const accessWords: Record<Access, string> = {
  anyone: "Before and after the login.",
  guest: "Only before the login.",
  user: "Needs a login.",
};

const requestNames = (): RequestName[] => Object.keys(requests) as RequestName[];

function requestSection(name: RequestName): string {
  const { summary, access, rate, body, reply } = requests[name];
  const errors = errorsOf[name].map((code) => `\`${code}\``).join(", ");
  return [
    `### ${name}\n`,
    `${summary} ${accessWords[access]}${rate === undefined ? "" : " Counts for the rate limit."}\n`,
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
  ) +
  `
The event \`connection.closing\` says the reason. A connection that ends without it was lost: connect again, with growing
delays (half a second, doubled up to 30 s, a random part of it), and log in by token.
`;

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
