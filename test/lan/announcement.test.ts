import { describe, expect, test } from "bun:test";

import type { Answer } from "dns-packet";
import { decode, encode } from "dns-packet";

import {
  type Announcement,
  instanceName,
  readRecords,
  recordsOf,
  service_type,
} from "../../src/lan/announcement.ts";

const announcement: Announcement = {
  id: "704a48ec-0da7-41e2-b009-1cccac1959e5",
  name: "Familie Käse & Brot e.V. 🧀",
  version: "0.1.0",
  port: 5050,
  tls: true,
  certificate: Array(32).fill("AB").join(":"),
};

/** As it comes from the network. */
const sent = (answers: Answer[]): Answer[] => decode(encode({ type: "response", answers })).answers ?? [];

const read = (records: Answer[]) => [...readRecords(records).here.values()];

test("what is announced is what is read, with and without TLS", () => {
  expect(read(sent(recordsOf(announcement, "192.168.1.20", 120)))).toEqual([announcement]);
  const clear = { ...announcement, tls: false, certificate: null };
  expect(read(sent(recordsOf(clear, "192.168.1.20", 120)))).toEqual([clear]);
});

test("a name of any length and script has room among the names of the network", () => {
  const long = { ...announcement, name: "漢字".repeat(20) };
  expect(Buffer.byteLength(instanceName(long).slice(0, -service_type.length - 1))).toBeLessThanOrEqual(63);
  expect(read(sent(recordsOf(long, "192.168.1.20", 120)))).toEqual([long]);
});

test("who says goodbye is gone", () => {
  const { here, gone } = readRecords(sent(recordsOf(announcement, "192.168.1.20", 0)));
  expect(here.size).toBe(0);
  expect(gone).toEqual([instanceName(announcement)]);
});

describe("a hostile announcement", () => {
  const changed = (change: (texts: string[]) => unknown, port = 5050): Answer[] =>
    recordsOf(announcement, "192.168.1.20", 120).map((record) => {
      if (record.type === "TXT")
        return { ...record, data: change(record.data as string[]) as typeof record.data };
      return record.type === "SRV" ? { ...record, data: { ...record.data, port } } : record;
    });
  const withText = (key: string, value: string) => (texts: string[]) => [
    `${key}=${value}`,
    ...texts.filter((text) => !text.startsWith(`${key}=`)),
  ];

  test("shows a name on one line, without what hides or turns text", () => {
    const [found] = read(changed(withText("name", "Mama\n\u202egnp.\u0000\u200b bank\u0007")));
    expect(found?.name).toBe("Mama gnp. bank");
  });

  test.each([
    ["an endless name", changed(withText("name", "a".repeat(41)))],
    ["an empty name", changed(withText("name", "\u200b \n"))],
    ["an id that is none", changed(withText("id", "../../etc"))],
    ["a version with markup", changed(withText("version", "<b>1</b>"))],
    ["half a certificate", changed(withText("cert", "ABCD"))],
    ["words for a certificate", changed(withText("cert", "Z".repeat(64)))],
    ["another form", changed(withText("v", "2"))],
    ["no texts", changed(() => [])],
    ["a text that is none", changed(() => 5)],
    ["port 0", changed((texts) => texts, 0)],
    ["port 70000", changed((texts) => texts, 70_000)],
    ["no place", recordsOf(announcement, "192.168.1.20", 120).filter(({ type }) => type !== "SRV")],
  ])("with %s is none", (_what, records) => {
    expect(read(records)).toEqual([]);
  });

  test("of a thousand servers in one packet is read only at its beginning", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      ...announcement,
      id: `704a48ec-0da7-41e2-b009-${String(index).padStart(12, "0")}`,
    }));
    expect(read(many.flatMap((one) => recordsOf(one, "192.168.1.20", 120))).length).toBeLessThanOrEqual(16);
  });
});
