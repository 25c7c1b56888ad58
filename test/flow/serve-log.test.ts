import { expect, test } from "bun:test";

import { startServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

test("the log says that the server runs, and where", async () => {
  await using server = await startServer();
  const [, port, web_port] = await server.logged(/started version=\S+ port=(\d+) web_port=(\d+)\n/);
  expect([Number(port), Number(web_port)]).toEqual([server.port, Number(server.web_port)]);
});

test("a wrong password is in the log with the address it came from, and neither it nor a name that is nobody's", async () => {
  await using server = await startServer();
  using ana = await PeerV2.register(server, "ana");
  await ana.request("session.logout", {});
  for (const username of ["my own secret", "Ana"])
    await expect(
      ana.request("session.login", { username, password: "not the right one" }),
    ).rejects.toMatchObject({
      code: "wrong_credentials",
    });
  await server.logged(/login_failed remote=127\.0\.0\.1\n/);
  await server.logged(/login_failed remote=127\.0\.0\.1 username=ana\n/);
  expect(server.log()).not.toMatch(/my own secret|not the right one/);
  expect(server.log()).not.toContain(some_password);
});
