import { afterAll, beforeAll, expect, test } from "bun:test";

import * as fc from "fast-check";

import rush_seeds from "../fuzz/rush-seeds.json";
import seeds from "../fuzz/seeds.json";
import { Campaign } from "../support/fuzz/campaign.ts";
import { visits } from "../support/fuzz/plans.ts";
import { heaviestRush, rushes } from "../support/fuzz/rushes.ts";
import {
  announcements,
  costlyFields,
  largest,
  oddPayloads,
  wrongFields,
  wrongFieldsV1,
} from "../support/fuzz/sure-cases.ts";

let campaign: Campaign;

beforeAll(async () => {
  campaign = await Campaign.begin();
});

afterAll(() => campaign[Symbol.asyncDispose]());

/** Tests that go through thousands of cases: a limit for what hangs. */
const time_ms_max = 120_000;

test.each([
  { what: "every field with every wrong kind of value", cases: wrongFields },
  { what: "every field of protocol 1 with every wrong kind of value", cases: wrongFieldsV1 },
  { what: "every field with all that may cost more than its length", cases: costlyFields },
  { what: "payloads that are no requests", cases: oddPayloads },
  { what: "lengths at which readers err", cases: announcements },
  { what: "the largest frame, and one byte more", cases: largest },
])(
  "the server takes $what",
  async ({ cases }) => {
    for (const batch of cases()) await campaign.fire(batch);
  },
  time_ms_max,
);

/** Chosen ones, and each that once found something; with its path only that one case is tried. */
const kept: { seed: number; path?: string; why: string }[] = seeds;

test.each(kept)(
  "the server takes what seed $seed makes up ($why)",
  async ({ seed, path }) => {
    await fc.assert(
      fc.asyncProperty(visits(), (batch) => campaign.fire(batch)),
      { seed, numRuns: 200, endOnFailure: true, ...(path !== undefined && { path }) },
    );
  },
  time_ms_max,
);

test("the server takes all that is costly in one moment", () => campaign.rush(heaviestRush()), time_ms_max);

test.each(rush_seeds)(
  "the server takes the rush that seed $seed makes up ($why)",
  async ({ seed }) => {
    await fc.assert(
      fc.asyncProperty(rushes(), (crowds) => campaign.rush(crowds)),
      { seed, numRuns: 1 },
    );
  },
  time_ms_max,
);

test("all this reached the handlers and came back from them", () => {
  const reached = ["ok", "invalid", "not_found", "forbidden", "not_authenticated", "exists", "unknown"];
  const told = ["message.created", "channel.updated", "v1 invalid", "channel_joined", "private_message"];
  expect([...campaign.answers.keys()]).toEqual(expect.arrayContaining([...reached, ...told]));
});

test("afterwards it ends in order, and its database is whole", async () => {
  expect(await campaign.end()).toBeUndefined();
});
