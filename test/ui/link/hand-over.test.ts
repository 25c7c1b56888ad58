import { expect, spyOn, test } from "bun:test";

import type { HostMessage } from "../../../src/protocol/bridge.ts";
import { handOver } from "../../../ui/link/hand-over.ts";

test("a fault over one message is reported and does not cost those after it", () => {
  const reported = spyOn(globalThis, "reportError").mockImplementation(() => undefined);
  const clicked = (channel_id: number): HostMessage => ({
    type: "notification.clicked",
    part: 1,
    channel_id,
  });
  const heard: number[] = [];
  handOver([clicked(1), clicked(2), clicked(3)], (message) => {
    if (message.type !== "notification.clicked") return;
    if (message.channel_id === 2) throw new Error("a reducer's fault");
    heard.push(message.channel_id);
  });
  expect(heard).toEqual([1, 3]);
  expect(reported.mock.calls.length).toBe(1);
  reported.mockRestore();
});
