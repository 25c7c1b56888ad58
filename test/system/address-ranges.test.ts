import { describe, expect, test } from "bun:test";

import { createAddressKey, parseRange } from "../../src/system/address-ranges.ts";

const rangesOf = (...texts: string[]) =>
  texts.map((text) => {
    const range = parseRange(text);
    if (!range) throw new Error(`${text} is no range`);
    return range;
  });

describe("what an address counts as", () => {
  const keyOf = createAddressKey({ exempt: [], limit_loopback: false });

  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::ffff:cb00:7107", "203.0.113.7"],
    ["2001:db8:1:2::5", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002:0:0:0:9", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::5", "2001:db8:1:3::/64"],
    ["fe80::1%eth0", "fe80::/64"],
    ["", ""],
    ["no address", "no address"],
    ["300.1.1.1", "300.1.1.1"],
  ])("%p as %p", (address, key) => {
    expect(keyOf(address)).toBe(key);
  });

  test.each(["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])("%p is this computer", (address) => {
    expect(keyOf(address)).toBeUndefined();
    expect(createAddressKey({ exempt: [], limit_loopback: true })(address)).toBeDefined();
  });
});

describe("exempt ranges", () => {
  test.each([
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.0.0.0/8", "::ffff:10.1.2.3", true],
    ["::ffff:10.0.0.0/104", "10.1.2.3", true],
    ["::ffff:10.0.0.0/104", "11.1.2.3", false],
    ["192.168.1.20", "192.168.1.20", true],
    ["192.168.1.20", "192.168.1.21", false],
    ["0.0.0.0/0", "203.0.113.7", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "2001:db8::1", true],
    ["2001:db8::/33", "2001:db8:7fff::1", true],
    ["2001:db8::/33", "2001:db8:8000::1", false],
    ["2001:db8::1", "2001:db8::1", true],
    ["2001:db8::1", "2001:db8::2", false],
  ])("%p and %p: %p", (range, address, is_exempt) => {
    const keyOf = createAddressKey({ exempt: rangesOf(range), limit_loopback: false });
    expect(keyOf(address) === undefined).toBe(is_exempt);
  });

  test.each([
    "",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/",
    "10.0.0/8",
    "010.0.0.1",
    "0x0a.0.0.1",
    "10",
    "::/129",
    "::ffff:10.0.0.0/90",
    "example.org",
    "10.0.0.0/8 ,",
  ])("%p is none", (text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});
