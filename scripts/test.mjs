// `npm test`: installs what is missing, then runs every check and every test, all of them whatever fails, and closes
// with the totals. `npm test -- --fresh-clone` also tries `npm start` in a fresh clone of the last commit.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, relative } from "node:path";

import { ensureDependencies } from "./dependencies.mjs";
import { buildExecutable } from "./executable.mjs";
import { tryFreshClone } from "./fresh-clone.mjs";
import { countJunit, endOf, failedTests, strayErrors, whyFailed } from "./junit.mjs";
import { bun_path, chat_path, environment, root, run, StepError } from "./steps.mjs";
import { ensureSystemPackages, quick_test_packages, test_packages } from "./system-packages.mjs";

const reports = mkdtempSync(join(tmpdir(), "chat-test-"));
/**
 * A test that hangs is a failed one, and so is a run, which says something with each test: long enough for a machine that is slow
 * and busy. How long a run takes in all is the machine's affair.
 */
const test_ms_max = 30_000;
const silent_ms_max = 300_000;
/** Where one of these is set Bun says nothing of tests that pass. */
const quiet_names = ["CLAUDECODE", "REPL_ID", "AGENT"];

/** Needs the types, so it is a run of its own: a promise that nobody waits for hides its error. */
const promise_rules = [
  "--type-aware",
  "-A",
  "all",
  "-D",
  "typescript/no-floating-promises",
  "-D",
  "typescript/no-misused-promises",
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
/** What was printed of each test that failed: on a machine that keeps only the end of this, the end says it all. */
const reasons = [];

try {
  heading("what the tests need");
  await ensureDependencies();
  await ensureSystemPackages(test_packages, { required: true });
  await ensureSystemPackages(quick_test_packages, { required: false });
  await runAll();
} catch (error) {
  if (!(error instanceof StepError)) throw error;
  console.error(error.message);
  note("what the tests need", false);
} finally {
  rmSync(reports, { recursive: true, force: true });
}

if (totals.skipped > 0) console.log(`\n${totals.skipped} skipped`);
if (reasons.length > 0) console.log(`\n${reasons.join("\n\n")}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

async function runAll() {
  await check("formatting", bun_path, ["fmt", "--no-script", "--check"]);
  await check("types", bun_path, ["check", "--no-script"]);
  // Run by Bun: it asks for a newer Node than these scripts do.
  await check("lint", bun_path, ["node_modules/oxlint/bin/oxlint", "--deny-warnings"]);
  await check("promises", bun_path, ["node_modules/oxlint/bin/oxlint", ...promise_rules]);
  await check("documentation is fresh", bun_path, ["scripts/protocol-docs.ts", "--check"]);
  heading("build");
  note("build", (await buildExecutable()) === 0);

  const files = testFiles(join(root, "test"));
  const lanes = { flow: [], waiting: [], unit: [], alone: [] };
  for (const path of files) lanes[laneOf(path)].push(path);
  const others = [
    ["tests of the executable", lanes.flow],
    ["tests of the executable that mostly wait", lanes.waiting],
  ];
  // All wait now and then: with two cores each of the two long ones has one, and what the others print comes after the first.
  const is_beside = cpus().length > 1;
  const running = is_beside
    ? others.map(([name, paths]) => bunTest(name, paths, { is_shown_late: true }))
    : [];
  await bunTest("unit tests", lanes.unit);
  await Promise.all(running);
  for (const [name, paths] of is_beside ? [] : others) await bunTest(name, paths);
  await bunTest("tests that need the machine for themselves", lanes.alone);
  if (process.argv.includes("--fresh-clone")) {
    heading("a fresh clone starts");
    note("a fresh clone starts", await tryFreshClone());
  }
}

/** Two lanes take about as long as each other: for that the served page is among the unit tests, and the page of a hostile server is not. */
function laneOf(path) {
  if (isAlone(path)) return "alone";
  if (isWaiting(path)) return "waiting";
  if (path.startsWith("./test/flow/served-page.")) return "unit";
  return /^\.\/test\/(flow|ui\/browser\/hostile-server\.)/.test(path) ? "flow" : "unit";
}

/** Those that wait for a time that the server or a client takes, and leave the machine to others meanwhile. */
function isWaiting(path) {
  return /\/flow\/(held-disk-stop|hosting|proxy|serve-tls)\./.test(path);
}

/**
 * Those that say how soon something is told, or that nothing waits meanwhile: what else runs would be to blame. And those of the
 * window, which is moved by keys that somebody presses who does not see it: on a busy machine it is not there yet for the first of them.
 */
function isAlone(path) {
  return /\/flow\/(chaos|ended-session-browser|fuzz|hostile-(disk|loop|sockets)|memory|presence|restart|sessions|stalled-reader|(.+-)?window(-.+)?)\./.test(
    path,
  );
}

async function check(name, command, args) {
  heading(name);
  note(name, (await run(command, args, { silent_ms_max })) === 0); // what it prints is not seen here: that is all its time
}

/** Runs test files. What they print is shown at once, or when they are through: of two runs beside each other, one is. */
async function bunTest(name, files, { is_shown_late = false } = {}) {
  let printed = "";
  const show = (text) => process.stdout.write(text);
  const onOutput = (text) => {
    printed += text;
    if (!is_shown_late) show(text);
  };
  if (!is_shown_late) heading(name);
  const report = join(reports, `${name}.xml`);
  const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
  const env = { ...environment(), CHAT_BIN: chat_path };
  for (const name of quiet_names) delete env[name];
  const code = await run(bun_path, ["test", "--timeout", String(test_ms_max), ...reporter, ...files], {
    env,
    silent_ms_max,
    onOutput,
  });
  if (is_shown_late) {
    heading(name);
    show(printed);
  }
  const xml = readOr(report, "");
  const counted = countJunit(xml);
  const stray = strayErrors(printed);
  totals.passed += counted.passed;
  totals.failed += counted.failed + stray.length;
  totals.skipped += counted.skipped;
  failures.push(...failedTests(xml), ...stray.map((error) => error.name));
  reasons.push(...whyFailed(printed), ...stray.map((error) => error.why));
  if (code === 0 || counted.failed + stray.length > 0) return;
  // Ended badly although nothing failed: a crash, or it said nothing for too long.
  note(name, false);
  reasons.push(endOf(printed));
}

function note(name, passed) {
  if (passed) totals.passed++;
  else {
    totals.failed++;
    failures.push(name);
  }
}

function heading(text) {
  console.log(`\n=== ${text} ===`);
}

function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return /\.test\.tsx?$/.test(entry.name) ? [`./${relative(root, path).replaceAll("\\", "/")}`] : [];
  });
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}
