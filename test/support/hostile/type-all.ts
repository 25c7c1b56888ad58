import type { Locator } from "playwright-core";

/** Puts each text into a field, as a person does who pastes it; what the page makes of one is drawn before the next comes. */
export function typeAll(field: Locator, texts: readonly string[]): Promise<void> {
  return field.evaluate(async (element, texts) => {
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value")?.set;
    for (const text of texts) {
      setter?.call(element, text);
      element.dispatchEvent(new InputEvent("input", { bubbles: true }));
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", resolve, { once: true });
      port1.start();
      port2.postMessage(null);
      await promise;
    }
  }, texts);
}
