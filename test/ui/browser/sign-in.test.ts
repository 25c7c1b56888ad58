import { expect, test } from "bun:test";

import { busyStreet } from "../../support/page-casts.ts";
import { stays } from "../../support/page-scene.ts";
import { first_start } from "../../support/page-start-scenes.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("the form says what it is for and of which server, also while Advanced is open", async () => {
  const { page } = await stage.open(busyStreet(), first_start);
  await page.getByRole("button", { name: /^Join/ }).click();
  await page.getByRole("button", { name: /Käse/ }).click();
  await page.getByRole("button", { name: "Advanced" }).click();
  await page.getByLabel("Host").waitFor();
  const title = await page.getByRole("heading", { name: "Create an account" }).boundingBox();
  const send = await page.getByRole("button", { name: "Register" }).boundingBox();
  if (title === null || send === null) throw new Error("not in view");
  expect(title.y).toBeGreaterThan(0);
  expect(send.y + send.height).toBeLessThan(600);
  await page.getByText("On the server “Familie Käse & Brot”").waitFor();
  // What stands at another address is another server.
  await page.getByLabel("Host").fill("192.168.1.99");
  await page.getByText("On the server").waitFor({ state: "detached" });
});

test("a link to a server that is not known leads to the form for an account, which says so", async () => {
  const { page, host } = await stage.open(busyStreet(), stays);
  await page.locator("#composer").waitFor();
  const server = { host: "192.168.1.77", port: 5050, tls: true };
  host.send({
    type: "open",
    sign_in: { server, username: "", token: null },
    go_to: "chat://192.168.1.77:5050/general",
  });
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  await page.getByText("On 192.168.1.77:5050, a server that is new to this window").waitFor();
  const ways = await page
    .locator(".card-ways .card-switch")
    .evaluateAll((all) => all.map(({ className }) => className));
  expect(ways).toHaveLength(3);
});

test("a link that comes while the form of another server is shown shows its port, and nothing typed for the other", async () => {
  const { page, host } = await stage.open(busyStreet(), stays);
  await page.locator("#composer").waitFor();
  const come = (port: number) =>
    host.send({
      type: "open",
      sign_in: { server: { host: "192.168.1.77", port, tls: false }, username: "", token: null },
      go_to: null,
    });
  come(5050);
  await page.getByText("On 192.168.1.77:5050,").waitFor();
  await page.getByLabel("Username").fill("zoe");
  await page.getByRole("checkbox").uncheck();
  come(6000);
  await page.getByText("On 192.168.1.77:6000,").waitFor();
  expect(await page.getByRole("checkbox").isChecked()).toBe(true);
  expect(await page.getByLabel("Port").inputValue()).toBe("6000");
  expect(await page.getByLabel("Username").inputValue()).toBe("");
  // The other one is still there.
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByText("On 192.168.1.77:5050,").waitFor();
  expect(await page.getByLabel("Username").inputValue()).toBe("zoe");
  expect(await page.getByRole("checkbox").isChecked()).toBe(false);
});

test("whoever cannot use their name hears what they can, and that the shown one is another", async () => {
  const { page } = await stage.open(busyStreet(), { sign_in: { username: "", token: null } });
  await page.getByRole("button", { name: "Create an account" }).click();
  await page.getByText("The display name that others see can be set afterwards").waitFor();
  await page.getByLabel("Username").fill("Jürgen");
  await page.getByRole("alert").getByText("“Juergen” would do.").waitFor();
  // Also where one sends it nevertheless.
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.keyboard.press("Enter");
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  expect(await page.getByRole("alert").getByText("“Juergen” would do.").count()).toBe(1);
});

test("a channel's name that cannot be is answered with one that can", async () => {
  const { page } = await stage.inChat();
  await page.getByRole("button", { name: "Create channel" }).click();
  await page.keyboard.type("küche");
  await page.getByRole("alert").getByText("“kueche” would do.").waitFor();
});
