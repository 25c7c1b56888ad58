import { homedir } from "node:os";

import { noticesFolder, outboxFolder, serverFolder } from "./config-folder.ts";
import { Downloads, downloadsFolder } from "./downloads.ts";
import { createHost, type Host } from "./host.ts";
import { Hosting } from "./hosting.ts";
import { type HandedOver, listenForOthers } from "./instance.ts";
import type { Log } from "./log.ts";
import { Mailbox } from "./mailbox.ts";
import { NoticeClaims } from "./notice-claims.ts";
import { Notifications, notifiersFor } from "./notify.ts";
import { openLink, showInFolder } from "./open-link.ts";
import { OutboxFolder } from "./outbox.ts";
import { Settings } from "./settings.ts";
import { openWindowHandle, type WindowAddresses, type WindowHandle } from "./window-handle.ts";
import type { WorkerSetup } from "./window-messages.ts";

/** The host of the page in a native window: the parts list of the worker. */
export class WindowService {
  readonly #window: WindowHandle;
  readonly #host: Host;
  readonly #mailbox: Mailbox;
  readonly #notifications: Notifications;
  #others: { close(): unknown } | undefined;

  constructor(setup: WorkerSetup, addresses: WindowAddresses, log: Log) {
    const { version, platform, env, config_folder, process_id, program, wish, page_parts } = setup;
    const settings = new Settings(config_folder, log);
    const window = openWindowHandle(addresses, platform);
    const notifications = new Notifications(notifiersFor(platform, env), log);
    const mailbox = new Mailbox((call, messages_json) => window.answer(call, messages_json), {
      pause: () => this.#host.pause(),
      resume: () => this.#host.resume(),
    });
    this.#window = window;
    this.#notifications = notifications;
    this.#mailbox = mailbox;
    this.#host = createHost({
      place: "window",
      version,
      wish,
      page_parts,
      log,
      settings,
      outboxes: new OutboxFolder(outboxFolder(config_folder), process_id, log),
      downloads: new Downloads(
        downloadsFolder(platform, env, homedir()),
        (path) => showInFolder(platform, path, log),
        log,
      ),
      post: (message) => mailbox.post(message),
      notices: notifications,
      claims: new NoticeClaims(noticesFolder(config_folder)),
      hosting: new Hosting({ folder: serverFolder(config_folder), program, env, settings, log }),
      reveal: (path) => showInFolder(platform, path, log),
      openLink: (url) => openLink(platform, url, log),
      setTitle: (title) => window.setTitle(title),
      raise: () => window.raise(),
      quit: () => window.terminate(),
      began: () => mailbox.clear(),
    });
    if (setup.instance_path !== undefined)
      this.#others = listenForOthers(setup.instance_path, log, (wanted) => this.#opened(wanted));
  }

  poll(call: string): void {
    this.#mailbox.poll(call);
  }

  /** `args_json` holds the arguments of the page's call: one command. */
  command(call: string, args_json: string): void {
    const args: unknown = JSON.parse(args_json);
    this.#window.answer(call, "null");
    this.#host.receive(Array.isArray(args) ? args[0] : undefined);
  }

  /** Closes the window. */
  quit(): void {
    this.#window.terminate();
  }

  /** Another start of the program has come here. */
  #opened(wanted: HandedOver): void {
    this.#window.raise();
    if (wanted.target !== undefined) this.#host.open(wanted);
  }

  async close(): Promise<void> {
    this.#others?.close();
    this.#notifications.close();
    await this.#host.close();
  }
}
