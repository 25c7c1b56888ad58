import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { SearchWish } from "../src/domain/ports/search.ts";
import { SearchEngine } from "../src/store/search/engine.ts";
import { Source } from "../src/store/search/source.ts";
import { openStore } from "../src/store/sqlite/open-store.ts";
import { systemClock } from "../src/system/clock.ts";
import { silentLog } from "../test/store/silent-log.ts";
import { seeded } from "../test/support/random.ts";

/**
 * How long searches take among many messages: `bun bench/search.ts [MESSAGES]`, a million unless told otherwise.
 * The engine is measured, in this thread; what the way to it and back takes comes on top (a fraction of a millisecond).
 */
const wanted = Number(Bun.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "chat-bench-search-"));
const path = join(folder, "chat.db");
const index = `${path}-search`;
const random = seeded(7);
const channels = 30;
const people = 100;

const syllables = "ka to mi ren sol the and ing er on ta ve li po qu str an ba du fi ne gro sch ou".split(
  " ",
);
const vocabulary = Array.from({ length: 20_000 }, () =>
  Array.from({ length: 1 + random.below(4) }, () => syllables[random.below(syllables.length)]).join(""),
);
/** Few words are common and many are rare, as in any language. */
const rank = (count: number) => Math.floor(count ** (random.below(1_000_000) / 1_000_000)) - 1;
const word = () => vocabulary[rank(vocabulary.length)] ?? "";

/** From two words to some sentences; a tenth is Chinese; one in twenty has a link, one in twenty code. */
function text(number: number): string {
  if (number % 50_000 === 25_000) return `the needle${number} in the haystack`;
  if (random.below(10) === 0)
    return String.fromCodePoint(...Array.from({ length: 5 + random.below(30) }, () => 0x4e00 + rank(3_000)));
  const said = Array.from({ length: 2 + random.below(18) }, word).join(" ");
  const kind = random.below(20);
  return kind === 0 ? `${said} https://example.org/${word()}` : kind === 1 ? `${said} \`${word()}()\`` : said;
}

async function fill(): Promise<void> {
  const store = await openStore({ path, durability: "normal", clock: systemClock, log: silentLog });
  for (let at = 0; at < people; at++)
    await store.users.create({ username: `person_${at}`, password_hash: "x", now_ms: 1 });
  for (let at = 0; at < channels; at++) {
    const kind = at % 3 === 0 ? "private" : "public";
    const channel = { kind, name: `channel-${at}`, description: "", created_by: 1, now_ms: 1 } as const;
    const { channel_id } = await store.channels.create(channel);
    for (let user = 1; user <= people; user += kind === "private" ? 10 : 1)
      await store.members.add(channel_id, user, 1);
  }
  for (let number = 0; number < wanted; number += 1_000)
    await Promise.all(
      Array.from({ length: 1_000 }, (_, at) =>
        store.messages.append({
          channel_id: 2 + random.below(channels),
          author_id: 1 + random.below(people),
          kind: "text",
          content: text(number + at),
          nonce: null,
          reply_to_seq: null,
          mentions: undefined,
          now_ms: 1_600_000_000_000 + (number + at) * 100_000,
        }),
      ),
    );
  await store.close();
}

type Wish = Partial<SearchWish>;

const outsider = 2;
const kinds: [string, (at: number) => Wish][] = [
  ["rare word", (at) => ({ words: [`needle${(at % (wanted / 50_000)) * 50_000 + 25_000}`] })],
  ["a word that is nowhere", (at) => ({ words: [`nowhere${at}`] })],
  ["common word", (at) => ({ words: [vocabulary[at % 10] ?? ""] })],
  ["common, next pages", (at) => ({ words: [vocabulary[at % 10] ?? ""], before_id: wanted - at * 9_000 })],
  ["part of 3 letters", () => ({ words: [(word() + word()).slice(1, 4)] })],
  ["two words", () => ({ words: [word(), word()] })],
  ["two letters", () => ({ words: [(word() + word()).slice(1, 3)] })],
  ["CJK, 3 characters", (at) => ({ words: [String.fromCodePoint(0x4e00 + (at % 40), 0x4e00 + at, 0x4e01)] })],
  ["CJK, 2 characters", (at) => ({ words: [String.fromCodePoint(0x4e00 + at, 0x4e02 + at * 2)] })],
  ["CJK, 1 character", (at) => ({ words: [String.fromCodePoint(0x4e00 + at * 10)] })],
  ["from: and in:", (at) => ({ author_ids: [1 + (at % people)], channel_ids: [2 + (at % channels)] })],
  [
    "from:, in:, common word",
    (at) => ({ words: ["the"], author_ids: [1 + at], channel_ids: [3 + (at % 20)] }),
  ],
  [
    "common word, one month",
    (at) => {
      const after_ms = 1_600_000_000_000 + at * 900_000_000;
      return { words: ["the"], after_ms, before_ms: after_ms + 2_600_000_000 };
    },
  ],
  ["has:link and a word", () => ({ words: [word()], has: ["link"] })],
  ["common, seldom without", () => ({ words: ["the"], without: ["e"] })],
];

function measure(engine: SearchEngine, wish: (at: number) => Wish): (string | number)[] {
  const none = { words: [], without: [], author_ids: [], channel_ids: [], has: [], before_ms: undefined };
  let hits = 0;
  let early = 0;
  const times = Array.from({ length: 100 }, (_, at) => {
    const began_ms = performance.now();
    const found = engine.find({ ...none, user_id: outsider, limit: 25, ...wish(at) });
    hits += found.hits.length;
    if (found.hits.length < 25 && found.next_before_id !== null) early++;
    return performance.now() - began_ms;
  }).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  return [at(0.5), at(0.95), at(0.99), (hits / 100).toFixed(1), early];
}

const megabytes = (file: string) => (statSync(file).size / 1e6).toFixed(0);

try {
  await fill();
  const source = new Source(path);
  const options = { database: path, index, revs: source.revs() };
  source.close();
  const engine = new SearchEngine(options);
  const began_ms = performance.now();
  const steps: number[] = [];
  for (let more = true; more;) {
    const step_ms = performance.now();
    more = engine.step();
    steps.push(performance.now() - step_ms);
  }
  const seconds = (performance.now() - began_ms) / 1_000;
  steps.sort((a, b) => a - b);
  const step = (share: number) => (steps[Math.floor((steps.length - 1) * share)] ?? 0).toFixed(1);
  while (engine.eraseStep());
  console.log(`${wanted} messages, ${megabytes(path)} MB; index ${megabytes(index)} MB`);
  console.log(`indexed in ${seconds.toFixed(1)} s, ${Math.round(wanted / seconds)} a second, without rests`);
  console.log(`a step: p50 ${step(0.5)} ms, p95 ${step(0.95)} ms, longest ${step(1)} ms\n`);
  const columns = ["p50 ms", "p95 ms", "p99 ms", "hits", "ended early of 100"];
  console.log("".padEnd(26), ...columns.map((name) => name.padStart(8)));
  for (const [name, wish] of kinds)
    console.log(name.padEnd(26), ...measure(engine, wish).map((cell) => String(cell).padStart(8)));
  engine.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
