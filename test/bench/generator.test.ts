import { expect, test } from "bun:test";

import { Generator, type Run } from "../../bench/support/generator.ts";
import { bunReference, reference, small_frame_bytes } from "../../bench/support/reference.ts";
import { type Competitor, oneRoom } from "../../bench/support/subject.ts";

const connections = 20;
const saturated = { pid: 0, window: 16, warm_s: 0, seconds: 0.2 };

/** What the generator counts of a relay, which has one sender for each room of senders asked for. */
async function counted(relay: Competitor, senders: number): Promise<Run> {
  const subject = await relay.start(oneRoom(connections, senders));
  try {
    await using generator = new Generator(subject.plan);
    await generator.logIn();
    return await generator.run(saturated);
  } finally {
    await subject.stop();
  }
}

const relays = [
  reference("joined", small_frame_bytes),
  reference("each", small_frame_bytes),
  bunReference(small_frame_bytes),
];

test.each(relays.map((relay) => [relay.name, relay] as const))(
  "every message of every sender is counted at every socket: %s",
  async (_, relay) => {
    const run = await counted(relay, 5);
    expect(run.total_messages).toBeGreaterThan(5 * saturated.window);
    expect(run.total_deliveries).toBe(run.total_messages * connections);
    expect(run).toMatchObject({ lost: 0, errors: 0, closed: 0, note: "" });
  },
);

test("a delivery that never comes is noticed", async () => {
  const { lost, errors } = await counted(reference("each", small_frame_bytes, "drop"), 1);
  expect(lost).toBeGreaterThan(0);
  expect(errors).toBeGreaterThan(0); // those after it are not the ones that were due
});

test("a delivery that comes twice is noticed", async () => {
  const { errors } = await counted(reference("each", small_frame_bytes, "double"), 1);
  expect(errors).toBe(1);
});

test("two deliveries that change places are noticed", async () => {
  const { errors } = await counted(reference("each", small_frame_bytes, "swap"), 1);
  expect(errors).toBeGreaterThan(0);
});
