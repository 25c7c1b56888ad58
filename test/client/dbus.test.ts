import { describe, expect, test } from "bun:test";

import { dbus_header_bytes, decodeMessage, encodeCall, messageLength } from "../../src/client/dbus-wire.ts";
import { DBus, socketPaths } from "../../src/client/dbus.ts";

const target = { destination: "a.b", path: "/a", interface: "a.b" };

describe("the wire format", () => {
  test("a call with arguments comes back as it was", () => {
    const bytes = encodeCall({
      ...target,
      serial: 7,
      member: "Do",
      args: [
        { type: "s", value: "größe 😀" },
        { type: "u", value: 4_000_000_000 },
        { type: "as", value: ["x", "", "yz"] },
        { type: "i", value: -1 },
      ],
    });
    expect(messageLength(bytes.subarray(0, dbus_header_bytes))).toBe(bytes.length);
    expect(decodeMessage(bytes)).toMatchObject({
      kind: "call",
      interface: "a.b",
      member: "Do",
      args: ["größe 😀", 4_000_000_000, ["x", "", "yz"], 4_294_967_295],
    });
  });

  test("a call without arguments has no body", () => {
    const bytes = encodeCall({ ...target, serial: 1, member: "Hello", args: [] });
    expect(messageLength(bytes)).toBe(bytes.length);
    expect(decodeMessage(bytes)).toMatchObject({ member: "Hello", args: [] });
  });

  test("the bytes are those that the specification asks for", () => {
    const bytes = encodeCall({
      ...target,
      serial: 1,
      member: "M",
      args: [{ type: "a{sv}", value: { k: "v", u: 1 } }],
    });
    const body = bytes.subarray(-new DataView(bytes.buffer).getUint32(4, true));
    // the length of what follows the padding, then (key, signature, value), each entry on a multiple of 8
    expect(Buffer.from(body).toString("hex")).toBe(
      "22000000" +
        "00000000" +
        "010000006b00" +
        "017300" +
        "000000" +
        "010000007600" +
        "000000000000" +
        "010000007500" +
        "017900" +
        "01",
    );
  });

  test("what comes too short is an error", () => {
    const bytes = encodeCall({ ...target, serial: 1, member: "M", args: [{ type: "u", value: 1 }] });
    expect(() => decodeMessage(bytes.subarray(0, bytes.length - 2))).toThrow(RangeError);
  });
});

test("addresses name sockets in order", () => {
  expect(socketPaths("unix:path=/tmp/dbus-x,guid=1")).toEqual(["/tmp/dbus-x"]);
  expect(socketPaths("tcp:host=x;unix:abstract=/tmp/a%20b;unix:path=/c")).toEqual(["\0/tmp/a b", "/c"]);
  expect(socketPaths("autolaunch:")).toEqual([]);
});

test("a bus that is not there is an error", () => {
  expect(DBus.connect("unix:path=/nowhere/at/all", () => {})).rejects.toThrow();
  expect(DBus.connect("tcp:host=127.0.0.1", () => {})).rejects.toThrow("names no socket");
});
