import { expect, test } from "bun:test";

import { type Sent, WebFlood } from "../../src/transport/web-flood.ts";

function flood() {
  const ends: (() => void)[] = [];
  const web = new WebFlood((callback) => void ends.push(callback));
  const peer = (): Sent => ({ turn: 0, messages: 0, bytes: 0 });
  /** Which of so many messages in a row was one too many; undefined: none. */
  const send = (from: Sent, count: number, bytes: number) => {
    for (let number = 1; number <= count; number++) if (web.isMadeBy(from, bytes)) return number;
    return undefined;
  };
  return { peer, send, nextTurn: () => ends.shift()?.() };
}

test("who sends short messages by the thousand in one turn is found", () => {
  const { peer, send } = flood();
  expect(send(peer(), 75_000, 1)).toBe(5_001);
});

test("many who do so together are found sooner, each of them", () => {
  const { peer, send } = flood();
  send(peer(), 75_000, 1);
  for (let others = 0; others < 100; others++) expect(send(peer(), 75_000, 1)).toBe(201);
});

test("neither many requests at once, nor many who send a few, nor long messages are a flood", () => {
  const { peer, send } = flood();
  expect(send(peer(), 5_000, 60)).toBeUndefined();
  for (let others = 0; others < 1_000; others++) expect(send(peer(), 64, 60)).toBeUndefined();
  expect(send(peer(), 1_000, 1_000)).toBeUndefined();
});

test("what is sent over many turns is none", () => {
  const { peer, send, nextTurn } = flood();
  const slow = peer();
  for (let turns = 0; turns < 100; turns++) {
    expect(send(slow, 4_000, 1)).toBeUndefined();
    nextTurn();
  }
});
