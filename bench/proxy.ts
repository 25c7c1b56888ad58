// `bun run chaos:proxy`: the long form of test/flow/proxy.test.ts.
import { proxyStorm } from "../test/support/proxy-storm.ts";

const [seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const storm = await proxyStorm({ clients: 50, cuts: 100, messages_per_cut: 2, seed: Number(seed) });
const { faults, ...rest } = storm;
console.table({ seed: Number(seed), ...faults, ...rest });
