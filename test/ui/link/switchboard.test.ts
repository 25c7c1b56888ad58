import { expect, test } from "bun:test";

import type { Account, HostCommand, HostMessage } from "../../../src/protocol/bridge.ts";
import type { HostPort } from "../../../ui/link/bridge.ts";
import { Switchboard } from "../../../ui/link/switchboard.ts";

const server = { host: "192.168.1.20", port: 5050, tls: false };

function board() {
  const posted: HostCommand[] = [];
  const made = new Switchboard({ post: (command) => posted.push(command), listen() {} }, 100);
  return { made, posted, ports: [made.portOf(1), made.portOf(2)] as [HostPort, HostPort] };
}

const up = (link: number): HostMessage => ({ type: "link.up", link, tls: null });

test("two parts that use one number have two connections, and hear of their own alone", () => {
  const { made, posted, ports } = board();
  for (const port of ports) port.post({ type: "dial", link: 7, server });
  expect(posted).toMatchObject([{ link: 101 }, { link: 102 }]);
  expect(made.route(up(101))).toEqual({ part: 1, message: up(7) });
  expect(made.route(up(102))).toEqual({ part: 2, message: up(7) });
  ports[1].post({ type: "send", link: 7, frame: { id: 1 } });
  ports[1].post({ type: "hang_up", link: 7 });
  expect(posted.slice(2)).toEqual([
    { type: "send", link: 102, frame: { id: 1 } },
    { type: "hang_up", link: 102 },
  ]);
  expect(made.route(up(102))).toBeUndefined();
  expect(made.route(up(101))).toBeDefined();
});

test("a part cannot speak over a connection of another's, whatever number it names", () => {
  const { posted, ports } = board();
  ports[0].post({ type: "dial", link: 7, server });
  for (const link of [7, 101]) ports[1].post({ type: "send", link, frame: {} });
  for (const link of [7, 101]) ports[1].post({ type: "hang_up", link });
  expect(posted).toHaveLength(1);
});

test("a connection that has ended, or whose part is gone, is no news", () => {
  const { made, posted, ports } = board();
  for (const port of ports) port.post({ type: "dial", link: 1, server });
  const down: HostMessage = { type: "link.down", link: 101, code: "lost", message: "lost" };
  expect(made.route(down)).toMatchObject({ part: 1, message: { link: 1 } });
  expect(made.route(down)).toBeUndefined();
  made.drop(2);
  expect(posted.at(-1)).toEqual({ type: "hang_up", link: 102 });
  expect(made.route(up(102))).toBeUndefined();
});

test("what is kept for an account goes to the part that asked for it, also where another server tells the same ids", () => {
  const { made, ports } = board();
  const account = (port: number): Account => ({
    server_id: "willow",
    user_id: 1,
    met: { server: { ...server, port }, certificate: null, username: "ana" },
  });
  ports[0].post({ type: "outbox.load", account: account(1) });
  ports[1].post({ type: "kept.load", account: account(2) });
  const loaded = (port: number): HostMessage => ({
    type: "outbox.loaded",
    account: account(port),
    messages: [],
  });
  expect(made.route(loaded(1))?.part).toBe(1);
  expect(made.route({ type: "kept.loaded", account: account(2), texts: {} })?.part).toBe(2);
  expect(made.route(loaded(3))).toBeUndefined();
});

test("a file's answer goes to the part that saves it, a click to the part that notified, the rest to no part alone", () => {
  const { made, ports } = board();
  ports[1].post({ type: "save.put", save: 4, name: "a.txt", data: "", is_last: true });
  expect(made.route({ type: "save.told", save: 4, problem: null })?.part).toBe(2);
  expect(made.route({ type: "save.told", save: 5, problem: null })).toBeUndefined();
  expect(made.route({ type: "notification.clicked", part: 2, channel_id: 1 })?.part).toBe(2);
  expect(made.route({ type: "warning", text: "x" })).toEqual({
    part: undefined,
    message: { type: "warning", text: "x" },
  });
});
