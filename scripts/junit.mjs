/**
 * Counts the tests of a JUnit report. Each <testcase> counts once, by what it holds, so that totals of suites, which lie
 * inside one another, count nothing twice.
 */
export function countJunit(xml) {
  const counted = { passed: 0, failed: 0, skipped: 0 };
  for (const [, attributes, content = ""] of xml.matchAll(
    /<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    if (attributes === undefined) continue;
    if (/<(failure|error)\b/.test(content)) counted.failed++;
    else if (/<skipped\b/.test(content)) counted.skipped++;
    else counted.passed++;
  }
  return counted;
}
