import { expect, test } from "bun:test";

import { Hub } from "../../src/domain/hub.ts";
import type { ChosenPresence } from "../../src/domain/ports/store.ts";
import { Session } from "../../src/domain/session.ts";

const ana = 1;
const ben = 2;
const online: ChosenPresence = { chosen_status: "online", status_text: "" };

/** How many elements of arrays may have been looked at, or moved, one after another. */
function walkedDuring(work: () => void): number {
  let walked = 0;
  const { includes, indexOf, splice } = Array.prototype;
  const counted = <Given extends unknown[], Found>(method: (this: unknown[], ...given: Given) => Found) =>
    function (this: unknown[], ...given: Given): Found {
      walked += this.length;
      return method.apply(this, given);
    };
  Object.assign(Array.prototype, {
    includes: counted(includes),
    indexOf: counted(indexOf),
    splice: counted(splice as (...given: unknown[]) => unknown[]),
  });
  try {
    work();
  } finally {
    Object.assign(Array.prototype, { includes, indexOf, splice });
  }
  return walked;
}

test("who is in thousands of channels comes and goes by looking at each of them once", () => {
  const hub = new Hub();
  const channel_ids = Array.from({ length: 2_000 }, (_, at) => at + 1);
  const [of_ana, of_ben] = [0, 0].map(() => new Session({ deliver() {}, close() {} }));
  if (!of_ana || !of_ben) throw new Error("two sessions");
  hub.enter(ben, of_ben, [7], online);
  const hearing = () => channel_ids.filter((channel_id) => hub.hears(ana, channel_id)).length;
  const coming = walkedDuring(() => hub.enter(ana, of_ana, [...channel_ids, 7], online));
  expect([hearing(), hub.channelIdsOf(ana).length]).toEqual([2_000, 2_000]);
  const going = walkedDuring(() => hub.leave(ana, of_ana));
  expect([hearing(), hub.hears(ben, 7), hub.hears(ben, 8)]).toEqual([0, true, false]);
  expect([...hub.onlineMembersOf(7)]).toEqual([ben]);
  expect(coming + going).toBeLessThan(3 * channel_ids.length);
});
