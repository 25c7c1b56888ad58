import { expect, test } from "bun:test";

import type { HostCommand, HostMessage } from "../../../src/protocol/bridge.ts";
import { WebviewBridge } from "../../../ui/link/webview-bridge.ts";
import { FakeTimers, settled } from "../../support/page-timers.ts";

const clicked = (channel_id: number): HostMessage => ({ type: "notification.clicked", part: 1, channel_id });

function stage() {
  const timers = new FakeTimers();
  const window: Pick<Window, "chatPoll" | "chatPost"> = {};
  const heard: HostMessage[] = [];
  const posted: HostCommand[] = [];
  const ended = { times: 0 };
  const bridge = new WebviewBridge(window, timers);
  bridge.listen(
    (message) => heard.push(message),
    () => ended.times++,
  );
  const bind = (polls: (HostMessage[] | Error)[]) => {
    window.chatPost = async (command) => void posted.push(command);
    window.chatPoll = async () => {
      const next = polls.shift();
      if (next instanceof Error) throw next;
      return next ?? new Promise<never>(() => {});
    };
  };
  return { timers, bridge, heard, posted, ended, bind };
}

test("waits for the window to bind its functions, and loses nothing said before", async () => {
  const { timers, bridge, heard, posted, bind } = stage();
  bridge.post({ type: "ready" });
  bridge.post({ type: "set_title", title: "chat" });
  await timers.pass(100);
  expect(posted).toEqual([]);
  bind([[clicked(1), clicked(2)], [clicked(3)]]);
  await timers.pass(100);
  expect(posted.map(({ type }) => type)).toEqual(["ready", "set_title"]);
  expect(heard).toEqual([clicked(1), clicked(2), clicked(3)]);
});

test("a poll that fails is the end of the program behind", async () => {
  const { timers, bridge, ended, bind } = stage();
  bind([[clicked(1)], new Error("gone")]);
  await timers.pass(100);
  bridge.post({ type: "ready" });
  await settled();
  expect(ended.times).toBe(1);
});
