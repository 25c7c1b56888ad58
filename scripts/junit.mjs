const testcase = /<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;
const failure = /<(failure|error)\b/;

/**
 * Counts the tests of a JUnit report. Each <testcase> counts once, by what it holds, so that totals of suites, which lie
 * inside one another, count nothing twice.
 */
export function countJunit(xml) {
  const counted = { passed: 0, failed: 0, skipped: 0 };
  for (const [, , content = ""] of xml.matchAll(testcase)) {
    if (failure.test(content)) counted.failed++;
    else if (/<skipped\b/.test(content)) counted.skipped++;
    else counted.passed++;
  }
  return counted;
}

/** The tests that failed, each as "file > test", as the report writes them but with the characters that XML escapes. */
export function failedTests(xml) {
  const failed = [...xml.matchAll(testcase)].filter(([, , content = ""]) => failure.test(content));
  return failed.map(
    ([, attributes]) => `${attribute(attributes, "file")} > ${attribute(attributes, "name")}`,
  );
}

/** Of what Bun printed: for each test that failed the lines since the test before, the last ones when they are many. */
export function whyFailed(printed) {
  const reasons = [];
  let lines = [];
  for (const line of printed.replace(stray_error, "").split("\n")) {
    lines.push(line);
    if (!/^\((pass|fail|skip|todo)\) /.test(line)) continue;
    if (line.startsWith("(fail)")) reasons.push(endOf(lines.join("\n")));
    lines = [];
  }
  return reasons;
}

/**
 * The errors outside of any test, as of a file that cannot be loaded. The report knows nothing of them: they are found in
 * what Bun printed, each in the file whose heading is the last before it.
 */
export function strayErrors(printed) {
  return [...printed.matchAll(stray_error)].map(({ 0: error, index }) => {
    const file = [...printed.slice(0, index).matchAll(file_heading)].at(-1)?.[1] ?? "";
    return { name: `${file} > (outside of its tests)`, why: endOf(`${file}:\n${error}`) };
  });
}

const stray_error = /^# Unhandled error between tests\n(-{9,})\n[^]*?^\1$/gm;
const file_heading = /^(?:::group::)?(\S+\.test\.tsx?):$/gm;

const reason_lines_max = 60;

/** The last lines. */
export function endOf(printed) {
  return printed.trim().split("\n").slice(-reason_lines_max).join("\n");
}

function attribute(attributes, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  return value.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity) => entities[entity]);
}

const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
