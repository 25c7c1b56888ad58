// `bun run chaos`: the long form of test/flow/chaos.test.ts. Ends with 1 when anything is not as promised.
import { killStorm } from "../test/support/chaos/storm.ts";

const storm = await killStorm({ kills: 50, writers: 20 });
console.table(storm);
const { lost, doubled, out_of_order, holes, contradictions, integrity, per_second } = storm;
const faults = lost + doubled + out_of_order + holes + contradictions;
if (faults > 0 || integrity !== "ok" || per_second < 500) process.exit(1);
