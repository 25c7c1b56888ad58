import { join } from "node:path";

import type { Dialed, DialOptions } from "../../src/client/dial.ts";
import { Downloads } from "../../src/client/downloads.ts";
import { createHost } from "../../src/client/host.ts";
import { Hosting } from "../../src/client/hosting.ts";
import { NoticeClaims } from "../../src/client/notice-claims.ts";
import type { Notification } from "../../src/client/notification.ts";
import { OutboxFolder } from "../../src/client/outbox.ts";
import { Settings } from "../../src/client/settings.ts";
import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { NoticeReport } from "../../src/protocol/notice.ts";
import { newFolder } from "../support/folders.ts";
import { FakeWire } from "./fake-wire.ts";
import { KeptLog } from "./kept-log.ts";

export const server = { host: "127.0.0.1", port: 5050, tls: false };

/** A host of ana's with all around it by hand. */
export function hostOf() {
  const folder = newFolder("chat-host-");
  const log = new KeptLog();
  const posted: HostMessage[] = [];
  const done: unknown[] = [];
  const notifications: Notification[] = [];
  const report: NoticeReport = { outcome: "shown", way: "dbus", words: "dunst 1" };
  const dials: DialOptions[] = [];
  const wire = new FakeWire();
  const settings = new Settings(folder, log);
  const host = createHost({
    place: "window",
    version: "1.2.3",
    wish: { user: "ana" },
    page_parts: { emoji: "all of them" },
    settings,
    downloads: new Downloads(join(folder, "downloads"), () => {}, log),
    outboxes: new OutboxFolder(join(folder, "outbox"), 1, log),
    hosting: new Hosting({ folder: join(folder, "server"), program: [], env: {}, settings, log }),
    reveal: (path) => done.push(["reveal", path]),
    log,
    post: (message) => posted.push(message),
    notices: {
      async show(notification) {
        notifications.push(notification);
        return report;
      },
      test: async () => report,
    },
    claims: new NoticeClaims(join(folder, "notices")),
    openLink: (url) => done.push(["open", url]),
    setTitle: (title) => done.push(["title", title]),
    raise: () => done.push("raised"),
    quit: () => done.push("quit"),
    began: () => done.push("began"),
    async dial(options): Promise<Dialed> {
      dials.push(options);
      return { outcome: "up", wire, tls: null };
    },
  });
  return { folder, host, log, posted, done, notifications, report, dials, wire, settings };
}
