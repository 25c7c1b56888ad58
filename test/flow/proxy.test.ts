import { expect, test } from "bun:test";

import { proxyStorm } from "../support/proxy-storm.ts";

// The short form; `bun run chaos:proxy` is the long one.
test("clients whose connections are cut at random bytes end with the same messages, none missing, none twice", async () => {
  const storm = await proxyStorm({ clients: 10, cuts: 20, messages_per_cut: 5, seed: 3 });
  const { faults, logins, silences_found, ...rest } = storm;
  expect(Object.values(faults).reduce((sum, count) => sum + count)).toBe(200);
  expect(Math.min(...Object.values(faults))).toBeGreaterThan(10);
  expect(logins).toBeGreaterThan(50);
  expect(silences_found).toBeGreaterThan(10);
  expect(rest).toMatchObject({
    messages: 1_000,
    stored: 1_000,
    acknowledged: 1_000,
    lost: 0,
    doubled: 0,
    out_of_order: 0,
    holes: 0,
    integrity: "ok",
    contradictions: 0,
    refusals: 0,
    different_copies: 1,
    incomplete: 0,
  });
}, 60_000);
