import { describe, expect, test } from "bun:test";

import { buildRows, type MessageRow, type Row, type RowsInput } from "../../../ui/state/rows.ts";
import { PageData } from "../../support/page-data.ts";
import { timelineOf } from "../../support/page-timeline.ts";

const minute_ms = 60_000;
const noon_ms = new Date(2026, 10, 22, 12).getTime();

function chat() {
  const data = new PageData();
  const people = { ana: data.person("ana"), ben: data.person("ben") };
  const general = data.channel("general");
  const say = (who: "ana" | "ben", minute: number, content: string, kind: "text" | "action" = "text") =>
    data.say(general, people[who], content, {
      at_ms: noon_ms + minute * minute_ms,
      kind,
      nonce: `n${content}`,
    });
  const rows = (input: Partial<RowsInput> = {}, notices: RowsInput["timeline"]["notices"] = []) =>
    buildRows({
      timeline: timelineOf(data.messages.get(general.id) ?? [], { notices }),
      pending: [],
      me: people.ana,
      new_line_seq: null,
      ...input,
    }).map(shape);
  return { say, rows };
}

const isMessage = (row: Row): row is MessageRow => row.type === "message";

const shape = (row: Row): string => {
  if (row.type === "message") return `${row.head ? `${row.author.username}: ` : ""}${row.content}`;
  return row.type === "notice" ? `${row.notice.user.username} ${row.notice.kind}` : `-- ${row.type}`;
};

test("who comes is the first of a new day too", () => {
  const { say, rows } = chat();
  say("ben", -1_440, "yesterday");
  say("ana", 1, "today");
  const user = { user_id: 9, username: "cleo" };
  const joined = { id: 1, kind: "joined", user, at_ms: noon_ms, after_seq: 1 } as const;
  const left = { ...joined, id: 2, kind: "left", at_ms: noon_ms + minute_ms / 2 } as const;
  expect(rows({}, [joined, left])).toEqual([
    "-- day",
    "ben: yesterday",
    "-- day",
    "cleo joined",
    "cleo left",
    "ana: today",
  ]);
});

describe("grouping", () => {
  test("messages of one author within seven minutes stand under one header", () => {
    const { say, rows } = chat();
    say("ana", 0, "a");
    say("ana", 6.9, "b");
    say("ana", 13.8, "c");
    say("ana", 20.8, "d");
    expect(rows()).toEqual(["-- day", "ana: a", "b", "c", "ana: d"]);
  });

  test("another author begins a group", () => {
    const { say, rows } = chat();
    say("ana", 0, "a");
    say("ben", 0, "b");
    say("ana", 0, "c");
    expect(rows()).toEqual(["-- day", "ana: a", "ben: b", "ana: c"]);
  });

  test("an action stands alone, and so does what follows it", () => {
    const { say, rows } = chat();
    say("ana", 0, "a");
    say("ana", 1, "waves", "action");
    say("ana", 1, "b");
    expect(rows()).toEqual(["-- day", "ana: a", "ana: waves", "ana: b"]);
  });

  test("a day begins with its line and a new group", () => {
    const { say, rows } = chat();
    say("ana", 11 * 60 + 59, "late");
    say("ana", 12 * 60 + 1, "early");
    expect(rows()).toEqual(["-- day", "ana: late", "-- day", "ana: early"]);
  });
});

describe("the line before what is new", () => {
  test("stands after the last message read", () => {
    const { say, rows } = chat();
    for (const text of ["a", "b", "c"]) say("ben", 0, text);
    expect(rows({ new_line_seq: 2 })).toEqual(["-- day", "ben: a", "b", "-- new", "ben: c"]);
  });

  test("is not there when nothing is new, nor before what is not loaded", () => {
    const { say, rows } = chat();
    say("ben", 0, "a");
    expect(rows({ new_line_seq: 1 })).toEqual(["-- day", "ben: a"]);
    expect(rows({ new_line_seq: 0 })).toEqual(["-- day", "-- new", "ben: a"]);
  });
});

test("an answer begins a group, and has what it answers, held or fetched", () => {
  const data = new PageData();
  const [ana, ben] = [data.person("ana"), data.person("ben")];
  const general = data.channel("general");
  const [first, second] = [data.say(general, ben, "a"), data.say(general, ben, "b")];
  const third = data.say(general, ben, "c", { reply_to_seq: 2 });
  const fourth = data.say(general, ben, "d", { reply_to_seq: 1 });
  const last = data.say(general, ben, "e", { reply_to_seq: 1 });
  const timeline = timelineOf([second, third, fourth, last], { originals: new Map([[1, first]]) });
  const rows = buildRows({ timeline, pending: [], me: ana, new_line_seq: null }).filter(isMessage);
  expect(rows.map(({ head, original }) => [head, original?.content])).toEqual([
    [true, undefined],
    [true, "b"],
    [true, "a"],
    [true, "a"],
  ]);
});

test("what is missing after an absence is counted, and what was deleted answers nothing", () => {
  const data = new PageData();
  const ana = data.person("ana");
  const general = data.channel("general");
  for (let number = 1; number <= 9; number++) data.say(general, ana, `${number}`);
  const [message] = (data.messages.get(general.id) ?? []).slice(8);
  if (message === undefined) throw new Error("nothing said");
  const gone = { ...message, content: "", deleted_at_ms: 1, kind: "action" as const, reply_to_seq: 3 };
  const input = {
    timeline: timelineOf([gone], { gap_after_seq: 4 }),
    pending: [],
    me: ana,
    new_line_seq: null,
  };
  expect(buildRows(input)).toMatchObject([
    { type: "gap", count: 4 },
    { type: "day" },
    { type: "message", kind: "text", reply_to_seq: null },
  ]);
});

test("notices stand where they happened and break the group", () => {
  const { say, rows } = chat();
  const notice = (id: number, after_seq: number) =>
    ({ id, kind: "joined", user: { user_id: 3, username: "chidi" }, at_ms: noon_ms, after_seq }) as const;
  for (const text of ["a", "b"]) say("ben", 0, text);
  expect(rows({}, [notice(1, 1), notice(2, 2)])).toEqual([
    "-- day",
    "ben: a",
    "chidi joined",
    "ben: b",
    "chidi joined",
  ]);
});

test("what waits to be sent comes last and keeps its key when it is acknowledged", () => {
  const { say, rows } = chat();
  say("ben", 0, "a");
  const pending = {
    nonce: "nb",
    channel_id: 1,
    kind: "text",
    content: "b",
    reply_to_seq: null,
    failure: null,
    place: null,
    kept: true,
    tries: 0,
  } as const;
  const waiting = [{ ...pending, created_at_ms: noon_ms + minute_ms }];
  expect(rows({ pending: waiting })).toEqual(["-- day", "ben: a", "ana: b"]);

  const message = say("ana", 1, "b");
  const input = { pending: [], me: message.author, new_line_seq: null };
  const timeline = timelineOf([message]);
  const before = buildRows({ ...input, timeline: { ...timeline, messages: [] }, pending: waiting }).at(-1);
  expect(buildRows({ ...input, timeline }).at(-1)?.key).toBe(before?.key ?? "none");
});
