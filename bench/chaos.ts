// `bun run chaos`: the long form of test/flow/chaos.test.ts.
import { killStorm } from "../test/support/chaos/storm.ts";

console.table([await killStorm({ kills: 50, writers: 20 })]);
