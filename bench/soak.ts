import { chat, nameOf } from "./support/chat.ts";
import { measureRun, quiet, withSubject } from "./support/measure.ts";
import { optionsOrExit } from "./support/options.ts";
import { messageOf, progress, tableOf, tableText } from "./support/part.ts";
import { memoryOf } from "./support/process-tree.ts";
import { oneRoom } from "./support/subject.ts";
import { Visits } from "./support/visits.ts";

/**
 * Whether anything grows under load: `bun bench/soak.ts --minutes 60`, with dist/chat built. 100 sockets, 200
 * messages a second (or `--rate`), and every second somebody who logs in by password, reads, searches and logs out;
 * memory once a minute, and the slope of a straight line through the second half of it. Memory goes up until the engine
 * collects, so the least of each tenth of the time says more: what would stay there is what leaks.
 */
interface Sample {
  minute: number;
  rss_mb: number;
  pss_mb: number;
  visits: number;
  p99_ms: number;
}

const { minutes, rate } = optionsOrExit();
/** At least six samples, however short it is. */
const sample_s = Math.min(60, (minutes * 60) / 6);

try {
  const samples = await soak();
  const table = tableOf<Sample>(
    `${minutes} minutes of ${rate} messages a second to 100 sockets, and a visit a second`,
    [
      ["minute", ({ minute }) => minute],
      ["MB, Rss", ({ rss_mb }) => rss_mb],
      ["MB, Pss", ({ pss_mb }) => pss_mb],
      ["visits", ({ visits }) => visits],
      ["p99 ms", ({ p99_ms }) => p99_ms],
    ],
    samples,
    [
      `Slope of the second half: ${(slope(samples.slice(samples.length >> 1)) * 60).toFixed(2)} MB an hour.`,
      `Least of each tenth: ${floors(samples)
        .map(({ rss_mb }) => rss_mb.toFixed(1))
        .join(
          ", ",
        )} MB; slope of these without the first: ${(slope(floors(samples).slice(1)) * 60).toFixed(2)} MB an hour.`,
    ],
  );
  console.log(tableText(table));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function soak(): Promise<Sample[]> {
  return withSubject(chat(2), oneRoom(100), async ({ pid, plan }, generator) => {
    await generator.logIn();
    await quiet(pid);
    const samples: Sample[] = [];
    const visits = new Visits(plan.port, nameOf(0), 1_000);
    const began_ms = performance.now();
    while (performance.now() - began_ms < minutes * 60_000) {
      const { p99_ms } = await measureRun(generator, { pid, rate, warm_s: 0, seconds: sample_s });
      const { rss_kb, pss_kb } = memoryOf(pid);
      const minute = (performance.now() - began_ms) / 60_000;
      samples.push({ minute, rss_mb: rss_kb / 1_024, pss_mb: pss_kb / 1_024, visits: visits.count, p99_ms });
      progress(`minute ${minute.toFixed(1)}: ${(rss_kb / 1_024).toFixed(1)} MB`);
    }
    await visits.end();
    return samples;
  });
}

/** The sample with the least memory of each tenth. */
function floors(samples: readonly Sample[]): Sample[] {
  const tenth = Math.max(1, Math.round(samples.length / 10));
  return Array.from({ length: Math.ceil(samples.length / tenth) }, (_, at) =>
    samples.slice(at * tenth, (at + 1) * tenth).reduce((a, b) => (b.rss_mb < a.rss_mb ? b : a)),
  );
}

/** MB a minute, by least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const minute = mean((sample) => sample.minute);
  const rss_mb = mean((sample) => sample.rss_mb);
  const together = samples.reduce(
    (sum, sample) => sum + (sample.minute - minute) * (sample.rss_mb - rss_mb),
    0,
  );
  return together / samples.reduce((sum, sample) => sum + (sample.minute - minute) ** 2, 0);
}
