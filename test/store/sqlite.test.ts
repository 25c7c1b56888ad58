import { openStore } from "../../src/store/sqlite/open-store.ts";
import { testStore } from "../conformance/store.ts";
import { scratchFolder } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

let made = 0;
const folder = scratchFolder();

testStore(
  "SQLite in a file",
  () =>
    openStore({
      path: `${folder.path}/chat-${++made}.db`,
      clock: Date,
      log: silentLog,
      durability: "normal",
    }),
  20,
);

testStore("SQLite in memory", () => openStore({ path: ":memory:", clock: Date, log: silentLog }));
