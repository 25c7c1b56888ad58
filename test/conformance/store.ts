import { describe } from "bun:test";

import { describeAppend } from "./append.ts";
import { describeCatchUp } from "./catch-up.ts";
import { describeChanges } from "./changes.ts";
import { describeChannels } from "./channels.ts";
import { describeDms } from "./dms.ts";
import { describeFiles } from "./files.ts";
import { describeHistory } from "./history.ts";
import { describeMarkers } from "./markers.ts";
import { describeMembers } from "./members.ts";
import { describeMentions } from "./mentions.ts";
import { describePreferences } from "./preferences.ts";
import { describePrivateChannels } from "./private-channels.ts";
import { describeProfiles } from "./profiles.ts";
import { describeRandomHistories } from "./random-histories.ts";
import { describeReactionsAndPins } from "./reactions-and-pins.ts";
import { type MakeStore, scenesOver } from "./scene.ts";
import { describeSessions } from "./sessions.ts";
import { describeUsers } from "./users.ts";
import { describeWhole } from "./whole.ts";

/**
 * The contract of domain/ports/store.ts as tests, for any implementation. `make` gives a new, empty store
 * each time; the tests close it. `catch_ups`: how many random histories to be away in.
 */
export function testStore(name: string, make: MakeStore, catch_ups = 250): void {
  const scene = scenesOver(make);
  describe(`${name}, the store's contract:`, () => {
    describeUsers(scene);
    describeProfiles(scene);
    describeSessions(scene);
    describeChannels(scene);
    describePrivateChannels(scene);
    describeDms(scene);
    describeMembers(scene);
    describeMarkers(scene);
    describePreferences(scene);
    describeAppend(scene);
    describeChanges(scene);
    describeReactionsAndPins(scene);
    describeMentions(scene);
    describeFiles(scene);
    describeHistory(scene);
    describeCatchUp(scene, catch_ups);
    describeRandomHistories(scene);
    describeWhole(scene);
  });
}
