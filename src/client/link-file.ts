import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A page, readable by its owner alone, that leads to a link. It is what a browser is started with: the command lines of
 * programs can be read by every user of the machine, and whoever is quicker could use the link up.
 */
export class LinkFile implements Disposable {
  readonly path: string;
  readonly #folder: string;

  /** Makes a folder of its own in `parent`. Throws what the file system throws. */
  constructor(parent: string, link: string) {
    this.#folder = mkdtempSync(join(parent, "chat-open-"));
    this.path = join(this.#folder, "chat.html");
    writeFileSync(this.path, leadingTo(link), { mode: 0o600, flag: "wx" });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Where a browser may read it: one that Ubuntu's snap keeps apart sees neither the common folder nor hidden ones. */
export const linkFolder = (has_snaps: boolean, home: string, temporary: string): string =>
  has_snaps ? home : temporary;

/** The link is ours and has no character that means something to HTML. */
const leadingTo = (link: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link}">
<title>chat</title>
<p><a href="${link}">chat</a></p>
`;
