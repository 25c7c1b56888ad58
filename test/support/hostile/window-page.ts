import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildPage } from "../../../ui/build-page.ts";
import type { Desktop } from "../desktop.ts";
import type { Output } from "../program.ts";

/** The page's own policy, for a page with this script and nothing else. */
export async function ownPolicyFor(script: string): Promise<string> {
  const { html } = await buildPage();
  const [policy = ""] = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(html) ?? [];
  const hash = new Bun.CryptoHasher("sha256").update(script).digest("base64");
  return policy.replace(/script-src '[^']*'/, `script-src 'sha256-${hash}'`);
}

export const pageOf = (script: string, head = ""): string =>
  `<!doctype html><meta charset="utf-8">${head}<body><script>${script}</script>`;

/** A window of ours with a page of the test's own in it. What opens links outside notes them instead. */
export class PageWindow implements AsyncDisposable {
  readonly exited: Promise<number>;
  /** What was to be opened outside, a line each. */
  readonly opened: Output;
  readonly #child: Bun.Subprocess<"ignore", "inherit", "ignore">;

  constructor(desktop: Desktop, folder: string, html: string) {
    const [page, programs] = [join(folder, "page.html"), join(folder, "bin")];
    const opened = join(folder, "opened");
    writeFileSync(page, html);
    noteLinks(programs, opened);
    this.opened = desktop.watch("tail", "-n", "+1", "-f", opened);
    this.#child = Bun.spawn([process.execPath, join(import.meta.dir, "window.ts"), page, folder], {
      env: { ...desktop.env, HOME: folder, PATH: `${programs}:${process.env["PATH"] ?? ""}` },
      stdin: "ignore",
      stdout: "inherit",
      stderr: "ignore", // WebKit has much to say where no sound is
    });
    this.exited = this.#child.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.exited;
  }
}

/** Puts an `xdg-open` into a folder that writes down what it is given. */
export function noteLinks(programs: string, notes: string): void {
  mkdirSync(programs, { recursive: true });
  writeFileSync(notes, "");
  writeFileSync(join(programs, "xdg-open"), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${notes}'\n`);
  chmodSync(join(programs, "xdg-open"), 0o755);
}
