import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { rm } from "node:fs/promises";

import { Desktop } from "../support/desktop.ts";
import { barePage } from "../support/hostile/bare-page.ts";
import { Canary } from "../support/hostile/canary.ts";
import { corpus } from "../support/hostile/corpus.ts";
import { ownPolicyFor, pageOf, PageWindow } from "../support/hostile/window-page.ts";
import { temporaryFolder } from "../support/server.ts";

setDefaultTimeout(30_000);

/** The worst case: a script of somebody else's runs in the page of the window. It has the bridge, and nothing more. */

let desktop: Desktop;
let folder: string;
let canary: Canary;
beforeAll(async () => {
  desktop = await Desktop.start();
});
afterAll(() => desktop[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await temporaryFolder();
  canary = new Canary("page");
});
afterEach(async () => {
  canary[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

const title = (text: string) => `chatPost({type:"set_title",title:${JSON.stringify(text)}});`;

/** Tries every way out, each a moment after the one before, and says in the title when it is through. */
const wayOut = (far: string): string => `
const put = (tag, more) => Object.assign(document.body.appendChild(document.createElement(tag)), more);
const ways = [
  () => open("${far}/open"),
  () => put("a", { href: "${far}/link" }).click(),
  () => put("a", { href: "${far}/blank", target: "_blank" }).click(),
  () => put("form", { action: "${far}/form" }).submit(),
  () => put("meta", { httpEquiv: "refresh", content: "0;url=${far}/refresh" }),
  () => put("iframe", { src: "${far}/frame" }),
  () => { location = "${far}/location" },
  () => { location.replace("data:text/html,<img src=${far}/data>") },
  () => location.reload(),
  () => history.back(),
];
const fetches = [
  () => (new Image().src = "${far}/image"),
  () => fetch("${far}/fetch", { mode: "no-cors" }),
  () => navigator.sendBeacon("${far}/beacon"),
  () => new WebSocket("${far.replace("http", "ws")}/socket"),
  () => put("link", { rel: "stylesheet", href: "${far}/style" }),
  () => put("script", { src: "${far}/script" }),
];
(async () => {
  for (const way of [...ways, ...fetches]) {
    try { await way() } catch {}
    // What was begun is over when the bridge has answered this often: WebKit decides before it hands on what comes later.
    for (let fence = 0; fence < 30; fence++) await chatPost({ type: "set_title", title: "on its way" });
  }
  ${title("still here")}
})();`;

describe("whatever a script in the window's page tries, the page stays", () => {
  test("without a policy it fetches, as is heard elsewhere; but nothing takes the page's place", async () => {
    await using shown = new PageWindow(desktop, folder, pageOf(wayOut(canary.origin)));
    await (await desktop.window("chat")).titled("still here");
    // Another process of WebKit's asks for them, and the page does not wait for it.
    await canary.hears(6);
    expect([...canary.heard].toSorted()).toEqual(["beacon", "fetch", "image", "script", "socket", "style"]);
    expect(shown.opened.text).toBe("");
  });

  test("with our policy nothing is asked of anybody", async () => {
    const script = wayOut(canary.origin);
    await using _ = new PageWindow(desktop, folder, pageOf(script, await ownPolicyFor(script)));
    await (await desktop.window("chat")).titled("still here");
    expect([...canary.heard]).toEqual([]);
  });
});

test("a real link in the page, pressed with every button and dragged, leads nowhere, nor do the keys that go back or load anew", async () => {
  const script = `
    document.body.innerHTML = '<a href="${canary.origin}/link" style="position:fixed;inset:0;background:#5865f2">a link everywhere</a>';
    let pressed = 0;
    addEventListener("pointerdown", () => chatPost({ type: "set_title", title: "pressed " + ++pressed }));
    addEventListener("keydown", ({ key }) => key === "z" && chatPost({ type: "set_title", title: "still here" }));`;
  await using _ = new PageWindow(desktop, folder, pageOf(script));
  const window = await desktop.window("chat");
  await window.shows("#5865f2", 100_000);
  await window.activate();
  const mouse = (...act: string[]) =>
    desktop.run("xdotool", "mousemove", "--window", window.id, "300", "300", ...act);
  await mouse("click", "1");
  await window.titled("pressed 1");
  await mouse("click", "2");
  await window.titled("pressed 2");
  await mouse("keydown", "ctrl", "click", "1", "keyup", "ctrl");
  await window.titled("pressed 3");
  await mouse(
    "mousedown",
    "1",
    "mousemove_relative",
    "40",
    "40",
    "mousemove_relative",
    "200",
    "90",
    "mouseup",
    "1",
  );
  await window.titled("pressed 4");
  await desktop.press(
    "Return",
    "F5",
    "ctrl+r",
    "ctrl+shift+r",
    "alt+Left",
    "alt+Right",
    "alt+Home",
    "ctrl+o",
    "z",
  );
  await window.titled("still here");
  expect([...canary.heard]).toEqual([]);
});

test("the bridge takes its own commands and nothing else, however it is asked", async () => {
  const odd = `
    const raw = webkit.messageHandlers.__webview__;
    for (const thing of ["", "{}", "[]", "null", '{"id":1}', '{"id":"x","method":"system","params":["ls"]}', "\\u0000"]) raw.postMessage(thing);
    for (const thing of [undefined, null, 1, "quit", [], {}, { type: "__proto__" }, { type: "open_link" }, { type: ["quit"] }]) chatPost(thing);
    for (const url of ["javascript:1", "file:///etc/passwd", "data:text/html,x", "chat://x", "-v", "http://", "", "http://a.example/ b"])
      chatPost({ type: "open_link", url });
    chatPost({ type: "open_link", url: "https://outside.example/" });
    ${title("through")}`;
  await using shown = new PageWindow(desktop, folder, pageOf(odd));
  await (await desktop.window("chat")).titled("through");
  await shown.opened.until(/outside/);
  expect(shown.opened.text.trim().split("\n").toSorted()).toEqual([
    "http://a.example/%20b",
    "https://outside.example/",
  ]);
});

test("hostile texts that are taken for markup there run, are heard elsewhere, and reach the bridge", async () => {
  const texts = corpus((number) => ({
    run: "chatPost({type:/quit/.source})",
    far: `${canary.origin}/${number}`,
  }));
  const before = "const post = chatPost; let ran = 0; chatPost = (command) => ++ran >= 100 && post(command);";
  await using shown = new PageWindow(desktop, folder, barePage(texts, before));
  expect(await shown.exited).toBe(0);
  await canary.hears(11);
});
