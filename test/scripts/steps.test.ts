import { afterEach, beforeEach, expect, test } from "bun:test";
import { cpSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { newFolder } from "../support/folders.ts";

const root = join(import.meta.dir, "..", "..");

let folder = "";
beforeEach(() => {
  folder = newFolder("chat scripts -");
  cpSync(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
  symlinkSync(realpathSync(join(root, "node_modules")), join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a Node prints that takes itself to be on Windows, in a project whose path has spaces. */
async function printedOnWindows(script: string): Promise<string> {
  const preamble = `Object.defineProperty(process, "platform", { value: "win32" });`;
  const path = join(folder, "try.mjs");
  writeFileSync(path, `${preamble}\n${script}`);
  const child = Bun.spawn(["node", path], { stdout: "pipe", stderr: "pipe", cwd: folder });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect(err).toBe("");
  return out;
}

test("Bun is started by its own program, on Windows as elsewhere, and without a shell", async () => {
  const out = await printedOnWindows(`
    const { bun_path, run } = await import("./scripts/steps.mjs");
    const code = await run(bun_path, ["-e", "console.log(process.argv.slice(1)); process.exit(7)", "a b", "$HOME & c"]);
    console.log(code);
  `);
  expect(out).toContain('"a b", "$HOME & c"');
  expect(out).toEndWith("7\n");
});

test.if(process.platform !== "win32")(
  "a program that says nothing any more is ended, and one that goes on saying something is not",
  async () => {
    const out = await printedOnWindows(`
    const { bun_path, run } = await import("./scripts/steps.mjs");
    const talk = "let said = 0; const timer = setInterval(() => { console.error(++said); if (said === 40) clearInterval(timer); }, 100);";
    const ended = async (script) => {
      let printed = "";
      const onOutput = (text) => { printed += text; };
      const code = await run(bun_path, ["-e", script], { onOutput, silent_ms_max: 3_000 });
      console.log(code, printed.trim().split("\\n").at(-1));
    };
    await Promise.all([ended(talk), ended("console.log('hello'); setInterval(() => {}, 1_000)")]);
  `);
    expect(out.trim().split("\n").toSorted()).toEqual(["0 40", "137 hello"]);
  },
);

test("what is installed is found there too, and nothing is installed again", async () => {
  const wanted = JSON.stringify({ packages: {} });
  writeFileSync(join(folder, "package-lock.json"), wanted);
  const out = await printedOnWindows(`
    const { ensureDependencies } = await import("./scripts/dependencies.mjs");
    await ensureDependencies();
    console.log("there");
  `);
  expect(out).toBe("there\n");
});

test("the npm of a Node is a script beside it, which Node itself runs", async () => {
  mkdirSync(join(folder, "node"));
  const out = await printedOnWindows(`
    const { npmBeside } = await import("./scripts/dependencies.mjs");
    console.log(npmBeside(${JSON.stringify(join(folder, "node", "node.exe"))}).join("\\n"));
  `);
  expect(out).toContain(join(folder, "node", "node_modules", "npm", "bin", "npm-cli.js"));
});
