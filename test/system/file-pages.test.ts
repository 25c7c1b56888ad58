import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { releaseFilePages, untouchedRanges } from "../../src/system/file-pages.ts";

const mapping = (range_and_file: string, anonymous_kb = 0, swap_kb = 0) =>
  `${range_and_file}\nSize:                100 kB\nAnonymous:        ${anonymous_kb} kB\nSwap:                ${swap_kb} kB\nVmFlags: rd ex mr\n`;

test("only what is of a file, cannot be written to and never was, may be let go of", () => {
  const smaps = [
    mapping("00200000-00300000 r--p 00000000 fe:00 11  /opt/my chat/chat"),
    mapping("00300000-00400000 r-xp 00100000 fe:00 11  /opt/my chat/chat"),
    mapping("00400000-00480000 r--p 00200000 fe:00 11  /opt/my chat/chat", 12),
    mapping("00480000-00500000 r--p 00280000 fe:00 11  /opt/my chat/chat", 0, 16),
    mapping("00500000-00600000 rw-p 00300000 fe:00 11  /opt/my chat/chat"),
    mapping("00600000-00700000 rw-p 00000000 00:00 0 "),
    mapping("00700000-00800000 r--p 00000000 00:00 0 "),
    mapping("7ffd0000-7ffe0000 r-xp 00000000 00:00 0  [vdso]"),
  ].join("");
  expect(untouchedRanges(smaps)).toEqual([
    [0x200000n, 0x300000n],
    [0x300000n, 0x400000n],
  ]);
});

test.skipIf(process.platform !== "linux")("the pages of the program leave the memory, and it runs on", () => {
  const fileKb = () => Number(/^RssFile:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  const before_kb = fileKb();
  expect(releaseFilePages()).toBe(true);
  expect(fileKb()).toBeLessThan(before_kb * 0.8);
});
