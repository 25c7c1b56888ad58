import { expect, test } from "bun:test";

import { clientLimits } from "../../src/client/limits.ts";
import { Mailbox } from "../../src/client/mailbox.ts";
import type { HostMessage } from "../../src/protocol/bridge.ts";

function mailbox() {
  const answers: [string, HostMessage[]][] = [];
  const flow: string[] = [];
  const box = new Mailbox((poll, json) => answers.push([poll, JSON.parse(json) as HostMessage[]]), {
    pause: () => flow.push("pause"),
    resume: () => flow.push("resume"),
  });
  return { box, answers, flow };
}

const clicked = (channel_id: number): HostMessage => ({ type: "notification.clicked", part: 1, channel_id });
const big = (): HostMessage => ({ type: "link.frames", link: 1, frames: ["x".repeat(1_000_000)] });

test("a poll that waits is answered by the next message", () => {
  const { box, answers } = mailbox();
  box.poll("1");
  expect(answers).toEqual([]);
  box.post(clicked(1));
  expect(answers).toEqual([["1", [clicked(1)]]]);
});

test("what came before the poll comes with it, all and in order", () => {
  const { box, answers } = mailbox();
  box.post(clicked(1));
  box.post(clicked(2));
  box.poll("1");
  box.poll("2");
  box.post(clicked(3));
  expect(answers).toEqual([
    ["1", [clicked(1), clicked(2)]],
    ["2", [clicked(3)]],
  ]);
});

test("a second poll lets the first go with nothing", () => {
  const { box, answers } = mailbox();
  box.poll("old");
  box.poll("new");
  box.post(clicked(1));
  expect(answers).toEqual([
    ["old", []],
    ["new", [clicked(1)]],
  ]);
});

test("a page that does not ask stops the flow once, and asking starts it again", () => {
  const { box, answers, flow } = mailbox();
  for (let bytes = 0; bytes <= clientLimits.waiting_bytes_pause + 1_000_000; bytes += 1_000_000)
    box.post(big());
  expect(flow).toEqual(["pause"]);
  box.poll("1");
  expect(flow).toEqual(["pause", "resume"]);
  expect(answers[0]?.[1].length).toBeGreaterThan(4);
});

test("a new page does not get what was for the old one", () => {
  const { box, answers, flow } = mailbox();
  for (let count = 0; count < 6; count++) box.post(big());
  box.clear();
  expect(flow).toEqual(["pause", "resume"]);
  box.poll("1");
  box.post(clicked(1));
  expect(answers).toEqual([["1", [clicked(1)]]]);
});
