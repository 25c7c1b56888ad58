import { migrations } from "../../src/store/migrations/all.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { silentLog } from "./silent-log.ts";

/** Upgrades the database named by the argument and dies as if the power went, with everything copied and nothing committed. */
const [path = ""] = process.argv.slice(2);
const deadly = [...migrations, ""];
Object.defineProperty(deadly, migrations.length, {
  get() {
    process.kill(process.pid, "SIGKILL");
  },
});
openConnection({ path, clock: Date, log: silentLog }, deadly);
