import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import type { App } from "../app.ts";
import type { Saving } from "../state/files.ts";
import { fromBase64 } from "../text/base64.ts";
import { told, words } from "../words/words.ts";
import { errorWords } from "./error-words.ts";
import { isGone } from "./file-loader.ts";
import { say } from "./say.ts";

/** Saves a file on this computer: in the window its host writes it among the downloads, a browser does so itself. */
export async function saveFile(app: App, file: FileInfo): Promise<void> {
  if (app.store.state.saving.get(file.id)?.stage === "loading") return;
  note(app, file.id, { stage: "loading", done_bytes: 0 });
  try {
    const save =
      app.store.state.place === "window" ? await saveByHost(app, file) : await saveByBrowser(app, file);
    note(app, file.id, { stage: "saved", save });
  } catch (error) {
    note(app, file.id, { stage: isGone(error) ? "gone" : "failed" });
    const why = error instanceof HostRefused ? told(error.message) : errorWords(error);
    say(app, words().uploads.not_saved(file.name, why));
  }
}

/** Shows a file that the host has saved in its folder. */
export function revealFile({ bridge }: App, save: number): void {
  bridge.post({ type: "save.reveal", save });
}

/** The host has written a part, or says why it cannot. */
export function receiveSaved(
  { saves }: App,
  { save, problem }: Extract<HostMessage, { type: "save.told" }>,
): void {
  const waiting = saves.get(save);
  saves.delete(save);
  if (problem === null) waiting?.resolve();
  else waiting?.reject(new HostRefused(problem));
}

/** The words are the host's own. */
class HostRefused extends Error {}

let last_save = 0;

async function saveByHost(app: App, { id, name }: FileInfo): Promise<number> {
  const save = ++last_save;
  try {
    await app.loader.read(id, false, async (data, done_bytes, total_bytes) => {
      note(app, id, { stage: "loading", done_bytes });
      const { promise, ...waiting } = Promise.withResolvers<void>();
      app.saves.set(save, waiting);
      app.bridge.post({ type: "save.put", save, name, data, is_last: done_bytes >= total_bytes });
      await promise;
    });
  } catch (error) {
    app.bridge.post({ type: "save.drop", save });
    throw error;
  }
  return save;
}

async function saveByBrowser(app: App, { id, name }: FileInfo): Promise<null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await app.loader.read(id, false, (data, done_bytes) => {
    parts.push(fromBase64(data));
    note(app, id, { stage: "loading", done_bytes });
  });
  // Of no kind that a browser would show: it is only ever saved.
  const url = URL.createObjectURL(new Blob(parts, { type: "application/octet-stream" }));
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: name });
  link.click();
  app.timers.after(60_000, () => URL.revokeObjectURL(url));
  return null;
}

function note({ store }: App, file_id: number, saving: Saving): void {
  store.commit({ saving: new Map(store.state.saving).set(file_id, saving) });
}
