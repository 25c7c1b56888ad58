import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const heartbeat_ms = 30_000;

async function loggedIn(context: Context, username: string) {
  const { wire, connection } = fakeConnection(context);
  const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
  const register = { id: 2, type: "session.register", body: { username, password: "secret" } };
  connection.receive(Buffer.concat([hello, register].map(encodeFrame)));
  await connection.settled();
  return { wire, connection };
}

const people = Array.from({ length: 40 }, (_, index) => `person${index}`);

interface Farewell {
  type: string;
  body: { reason: string; retry_after_ms?: number };
}

test("connections are pinged between four fifths of an interval and the whole, and not all at once", async () => {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const clients = await Promise.all(people.map((name) => loggedIn(context, name)));
  const pingedAt = () => clients.map(({ wire }) => JSON.stringify(wire.frames()).includes('"type":"ping"'));
  const counts: number[] = [];
  for (let now_ms = 0; now_ms < heartbeat_ms; now_ms += 1_000) {
    clock.move(1_000);
    for (const { connection } of clients) connection.check(clock.now());
    counts.push(pingedAt().filter(Boolean).length);
  }
  clock.move(1);
  for (const { connection } of clients) connection.check(clock.now());
  expect(counts[22]).toBe(0); // after 23 s
  expect(pingedAt().every(Boolean)).toBe(true);
  expect(new Set(counts).size).toBeGreaterThan(3);
});

test("a server that stops tells each when to come back, the later the more there are, and each another time", async () => {
  const context = await createTestContext(new FakeClock());
  const clients = await Promise.all(people.map((name) => loggedIn(context, name)));
  const waits_ms = clients.map(({ connection, wire }) => {
    connection.close("server_closing");
    const { type, body } = wire.frames().at(-1) as Farewell;
    expect({ type, reason: body.reason }).toEqual({ type: "connection.closing", reason: "server_closing" });
    return body.retry_after_ms ?? 0;
  });
  expect(Math.min(...waits_ms)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...waits_ms)).toBeLessThanOrEqual(500 + 40 * 10);
  expect(new Set(waits_ms).size).toBeGreaterThan(10);
});

test("other farewells name no time", async () => {
  const context = await createTestContext(new FakeClock());
  const { connection, wire } = await loggedIn(context, "ana");
  connection.close("silent");
  expect((wire.frames().at(-1) as Farewell).body).toEqual({
    reason: "silent",
    message: "Nothing was heard from the client.",
    retry: true,
  } as Farewell["body"]);
});
