import { describe, expect, test } from "bun:test";

import { type ChatLink, chatLink, type LinkProblem, readChatLink } from "../../../ui/text/chat-link.ts";

const channel = (name: string, seq: number | null = null) => ({ kind: "channel", name, seq }) as const;

describe("leads to", () => {
  const cases: [text: string, link: ChatLink][] = [
    ["chat://10.0.0.2", { host: "10.0.0.2", port: 5050, tls: undefined, place: null }],
    ["chat://10.0.0.2:5051/", { host: "10.0.0.2", port: 5051, tls: undefined, place: null }],
    [
      "CHAT://Chat.Example/General",
      { host: "chat.example", port: 5050, tls: undefined, place: channel("general") },
    ],
    [
      "chat://h/movie-night/77?tls=0",
      { host: "h", port: 5050, tls: false, place: channel("movie-night", 77) },
    ],
    [
      "chat://[::1]:6000/@ana?tls=1",
      { host: "::1", port: 6000, tls: true, place: { kind: "person", username: "ana" } },
    ],
    [
      "chat://h/8d0e-1/3/120",
      {
        host: "h",
        port: 5050,
        tls: undefined,
        place: { kind: "message", server_id: "8d0e-1", channel_id: 3, seq: 120 },
      },
    ],
    ["chat://bücher.example", { host: "xn--bcher-kva.example", port: 5050, tls: undefined, place: null }],
  ];
  for (const [text, link] of cases) test(text, () => expect(readChatLink(text)).toEqual(link));
});

describe("leads nowhere", () => {
  const cases: [text: string, problem: LinkProblem][] = [
    ["https://10.0.0.2", "link"],
    ["chat:general", "link"],
    ["chat://ana@10.0.0.2/", "link"],
    ["chat://10.0.0.2/general#x", "link"],
    [`chat://h/${"a".repeat(3_000)}`, "link"],
    ["chat://", "host"],
    ["chat:///general", "host"],
    ["chat://[nonsense]", "host"],
    ["chat://a b", "link"],
    ["chat://h:0", "port"],
    ["chat://h:65536/general", "port"],
    ["chat://h:/general", "port"],
    ["chat://h/a/b/c", "place"],
    ["chat://h/a/1/2/3", "place"],
    ["chat://h/x", "place"],
    ["chat://h/gen eral", "place"],
    ["chat://h/@a", "place"],
    ["chat://h/@ana/3", "place"],
    ["chat://h/general/last", "place"],
    ["chat://h/%2e%2e", "place"],
    ["chat://h/general?tls=2", "query"],
    ["chat://h?token=1", "query"],
  ];
  for (const [text, problem] of cases)
    test(text.slice(0, 40), () => expect(readChatLink(text)).toBe(problem));
});

test("what is written can be read again", () => {
  const server = { host: "::1", port: 5050, tls: false };
  expect(chatLink(server, channel("general", 5))).toBe("chat://[::1]:5050/general/5?tls=0");
  const message = { kind: "message", server_id: "8d0e-1", channel_id: 3, seq: 120 } as const;
  for (const place of [
    null,
    channel("general"),
    channel("general", 5),
    { kind: "person", username: "ana" },
    message,
  ] as const)
    for (const tls of [true, false]) {
      const { host, port } = server;
      expect(readChatLink(chatLink({ ...server, tls }, place))).toEqual({
        host,
        port,
        tls: tls ? undefined : false,
        place,
      });
    }
});
