import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import type { Channel, NotificationLevel } from "../../../src/protocol/channel.ts";
import {
  lookAt,
  type MessageRole,
  missedCount,
  type NoticeCase,
  raisesNotice,
  roleOf,
} from "../../../ui/state/notices.ts";
import { initialState, type State } from "../../../ui/state/state.ts";
import { PageData } from "../../support/page-data.ts";

const looks = ["at_it", "at_another", "away"] as const;
const levels = ["all", "mentions", "none"] as const;
const roles = ["own", "plain", "direct", "mention", "reply"] as const;

/** The rows of the table in the document, as it writes them: | level | own | plain | direct | mention | reply |. */
function documented(): Map<NotificationLevel, Map<MessageRole, boolean>> {
  const lines = readFileSync("docs/NOTICES.md", "utf8").split("\n");
  const rows = lines.flatMap((line) => {
    const [, level, ...cells] = line.split("|").map((cell) => cell.trim());
    const found = levels.find((one) => `\`${one}\`` === level);
    return found === undefined ? [] : [[found, cells] as const];
  });
  return new Map(
    rows.map(([level, cells]) => [
      level,
      new Map(roles.map((role, at) => [role, { yes: true, no: false }[cells[at] ?? ""] ?? fail(level)])),
    ]),
  );
}

function fail(level: string): never {
  throw new Error(`the row of ${level} has a cell that is neither yes nor no`);
}

const cases: NoticeCase[] = looks.flatMap((look) =>
  levels.flatMap((level) =>
    [false, true].flatMap((muted) =>
      [false, true].flatMap((dnd) => roles.map((role) => ({ look, level, muted, dnd, role }))),
    ),
  ),
);

test("every case is as the document has it: its table, and nothing while muted, undisturbed or looked at", () => {
  const table = documented();
  expect([...table.keys()].toSorted()).toEqual([...levels].toSorted());
  expect(cases).toHaveLength(180);
  const wanted = ({ look, level, muted, dnd, role }: NoticeCase) =>
    look !== "at_it" && !muted && !dnd && table.get(level)?.get(role) === true;
  expect(cases.filter((one) => raisesNotice(one) !== wanted(one))).toEqual([]);
  expect(cases.filter(wanted)).toHaveLength(12);
});

function street() {
  const data = new PageData();
  const [ana, ben] = [data.person("ana"), data.person("ben")];
  const general = data.channel("general");
  const dm = data.dm(ana, ben);
  const mine = data.say(general, ana, "who has the key?");
  const state: State = { ...initialState(0), me: ana, channels: new Map(data.channels) };
  return { data, state, ana, ben, general, dm, mine };
}

test("a message is to one what it says, names or answers", () => {
  const { data, state, ana, ben, general, dm, mine } = street();
  const timeline = { messages: [mine], originals: new Map() };
  const timelines = new Map([[general.id, timeline]]) as unknown as State["timelines"];
  const role = (channel: Channel, content: string, reply_to_seq: number | null = null, author = ben) =>
    roleOf({ ...state, timelines }, data.say(channel, author, content, { reply_to_seq }));
  expect(role(general, "hello")).toBe("plain");
  expect(role(dm, "hello")).toBe("direct");
  expect(role(general, "hello @Ana")).toBe("mention");
  expect(role(general, "to @channel")).toBe("mention");
  expect(role(dm, "hello @ana")).toBe("mention");
  expect(role(general, "ana@example.org has it")).toBe("plain");
  expect(role(general, "I do", mine.seq)).toBe("reply");
  expect(role(general, "not held", 99)).toBe("plain");
  expect(role(general, "@ana mine", mine.seq, ana)).toBe("own");
});

test("one looks at a channel only in a page that is looked at", () => {
  expect(lookAt({ attentive: true, open_channel_id: 1 }, 1)).toBe("at_it");
  expect(lookAt({ attentive: true, open_channel_id: 2 }, 1)).toBe("at_another");
  expect(lookAt({ attentive: false, open_channel_id: 1 }, 1)).toBe("away");
});

test("what was missed counts at the channel's level", () => {
  const { general } = street();
  const channel = { ...general, last_seq: 9, read_seq: 2, mention_count: 3 };
  const at = (wish: Partial<Channel>) => missedCount(channel, { ...channel, ...wish });
  expect(at({})).toBe(7);
  expect(at({ level: "mentions" })).toBe(3);
  expect(at({ level: "none" })).toBe(0);
  expect(at({ muted: true })).toBe(0);
  expect(missedCount({ ...channel, joined: false }, channel)).toBe(0);
});
