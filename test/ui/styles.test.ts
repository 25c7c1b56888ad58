import { expect, test } from "bun:test";

import { Glob } from "bun";

const ui = new URL("../../ui/", import.meta.url).pathname;

async function textOf(pattern: string): Promise<string> {
  const paths = [...new Glob(pattern).scanSync({ cwd: ui, absolute: true })];
  expect(paths.length).toBeGreaterThan(10);
  return (await Promise.all(paths.map((path) => Bun.file(path).text()))).join("\n");
}

test("what a component calls a class has a rule in some style", async () => {
  const components = await textOf("components/*.ts");
  const styles = await textOf("styles/*.css");
  const written = [...components.matchAll(/class="([^"$]+)/g)].flatMap(([, names = ""]) => names.split(" "));
  const ruled = new Set([...styles.matchAll(/\.([a-z][a-z0-9-]*)/g)].map(([, name]) => name));
  // What ends with a dash goes on with a value.
  const missing = written.filter((name) => name !== "" && !name.endsWith("-") && !ruled.has(name));
  expect([...new Set(missing)]).toEqual([]);
});

test("what a style takes from the tokens is among them", async () => {
  const styles = await textOf("styles/*.css");
  const named = new Set([...styles.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name));
  const taken = [...styles.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name);
  expect(taken.filter((name) => !named.has(name))).toEqual([]);
});
