import { expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { DBusNotifier } from "../../src/client/notify-dbus.ts";
import { Notifications } from "../../src/client/notify.ts";
import { newFolder } from "../support/folders.ts";
import { Output } from "../support/program.ts";
import { KeptLog } from "./kept-log.ts";

/** A message bus of its own, on which nobody is and nobody can be started. */
async function lonelyBus() {
  const folder = newFolder("chat-bus-");
  const config = join(folder, "bus.conf");
  writeFileSync(
    config,
    `<busconfig><type>session</type><listen>unix:dir=${folder}</listen><auth>EXTERNAL</auth>
    <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  const argv = ["dbus-daemon", `--config-file=${config}`, "--nofork", "--print-address"];
  const child = Bun.spawn(argv, { stdin: "ignore", stdout: "pipe", stderr: "ignore" });
  const [address] = await new Output(child.stdout).until(/unix:\S+(?=\n)/);
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
      rmSync(folder, { recursive: true });
    },
  };
}

test("on a bus without a notification service a test says so, and where the bus is gone that", async () => {
  const note = { title: "A test", body: "hello", clicked: () => {} };
  let address: string;
  {
    await using bus = await lonelyBus();
    address = bus.address;
    const notifications = new Notifications([new DBusNotifier(address)], new KeptLog());
    const report = await notifications.test(note);
    expect(report).toMatchObject({ outcome: "no_service", way: "dbus" });
    expect(report.words).toContain("org.freedesktop.Notifications");
    notifications.close();
  }
  const notifications = new Notifications([new DBusNotifier(address)], new KeptLog());
  expect(await notifications.test(note)).toMatchObject({ outcome: "no_bus" });
});
