import { compileWitness } from "./compile.ts";

/**
 * Tells a stall of the server from one of the whole machine, as of a virtual one whose host gives it no time: a thread on each core that
 * nothing goes before says when it was woken up too late. Use with `using`.
 */
export class Witness {
  readonly #child;
  readonly #said: Promise<string>;

  constructor() {
    this.#child = Bun.spawn([compileWitness()], { stdout: "pipe", stderr: "pipe" });
    this.#said = new Response(this.#child.stdout).text();
  }

  /** When the machine stood still for more than 30 ms, a line each; or why nobody knows. */
  async lines(): Promise<string[]> {
    const has_ended = this.#child.exitCode !== null;
    this.#child.kill();
    const lines = (await this.#said).split("\n").filter((line) => line !== "");
    return has_ended ? [`no witness: ${(await new Response(this.#child.stderr).text()).trim()}`] : lines;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}

/** Undefined where it cannot be had: it needs gcc. */
export function startWitness(): Witness | undefined {
  try {
    return new Witness();
  } catch {
    return undefined;
  }
}
