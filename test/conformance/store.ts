import { describe } from "bun:test";

import { describeAppend } from "./append.ts";
import { describeChannels } from "./channels.ts";
import { describeDms } from "./dms.ts";
import { describeHistory } from "./history.ts";
import { describeMarkers } from "./markers.ts";
import { describeMembers } from "./members.ts";
import { describeRandomHistories } from "./random-histories.ts";
import { type MakeStore, scenesOver } from "./scene.ts";
import { describeSessions } from "./sessions.ts";
import { describeUsers } from "./users.ts";
import { describeWhole } from "./whole.ts";

/**
 * The contract of domain/ports/store.ts as tests, for any implementation. `make` gives a new, empty store
 * each time; the tests close it.
 */
export function testStore(name: string, make: MakeStore): void {
  const scene = scenesOver(make);
  describe(`${name}, the store's contract:`, () => {
    describeUsers(scene);
    describeSessions(scene);
    describeChannels(scene);
    describeDms(scene);
    describeMembers(scene);
    describeMarkers(scene);
    describeAppend(scene);
    describeHistory(scene);
    describeRandomHistories(scene);
    describeWhole(scene);
  });
}
