// `bun run chaos:proxy [SEED]`: the long form of test/flow/proxy.test.ts. Ends with 1 when anything is not as promised.
import { proxyStorm } from "../test/support/proxy-storm.ts";

const [seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const storm = await proxyStorm({ clients: 50, cuts: 100, messages_per_cut: 2, seed: Number(seed) });
const { faults, ...rest } = storm;
console.table({ seed: Number(seed), ...faults, ...rest });
const { lost, doubled, out_of_order, holes, contradictions, refusals, incomplete, different_copies } = storm;
const wrong = lost + doubled + out_of_order + holes + contradictions + refusals + incomplete;
if (wrong > 0 || different_copies !== 1 || storm.integrity !== "ok") process.exit(1);
