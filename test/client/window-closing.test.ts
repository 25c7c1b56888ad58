import { expect, test } from "bun:test";
import { runInNewContext } from "node:vm";

import { closing_script } from "../../src/client/window-closing.ts";

/** A page whose view holds these keys, and hands it the next at each answer. Time does not help: the page has none. */
async function closeWith(keys: string[], may_end = true) {
  const page = new EventTarget();
  const told: string[] = [];
  for (const type of ["keydown", "keyup", "pagehide"]) page.addEventListener(type, () => told.push(type));
  page.addEventListener("beforeunload", (event) => {
    told.push("beforeunload");
    if (!may_end) event.preventDefault();
  });
  const answer = Promise.withResolvers<string>();
  const chatWaits = async () => {
    const key = keys.shift();
    if (key) page.dispatchEvent(new Event(key));
  };
  runInNewContext(closing_script, {
    Event,
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    dispatchEvent: page.dispatchEvent.bind(page),
    window: {
      chatWaits,
      chatStays: () => answer.resolve("stays"),
      chatClosed: () => answer.resolve("closed"),
    },
  });
  return { answer: await answer.promise, told };
}

test("a page that is to end hears first all keys that were pressed before, however slow it is", async () => {
  const keys = ["keydown", "keydown", "keyup", "keyup", "keydown", "keyup"];
  const { answer, told } = await closeWith([...keys]);
  expect(told).toEqual([...keys, "beforeunload", "pagehide"]);
  expect(answer).toBe("closed");
});

test("a page that asks first stays, and hands nothing over", async () => {
  expect(await closeWith(["keydown"], false)).toEqual({ answer: "stays", told: ["keydown", "beforeunload"] });
});
