import type { Page } from "playwright-core";

import type { Harm } from "./harm.ts";

/** Nobody listens there; who asks for it is seen all the same. */
const far_origin = "http://127.0.0.1:9";

/** What the texts try that a guard watches for. */
export const watchedHarm = (number: number): Harm => ({
  run: `ran(${number})`,
  far: `${far_origin}/${number}`,
});

/** What a page may ask its own origin for. Also `<img src=x>` would ask there, and is no part of the page. */
const own_paths = /^\/(?:|bridge|socket|emoji\.json|manifest\.webmanifest|icon[\w-]*\.(?:svg|png))$/;

/** Watches a page for all that nothing a person has written may do: run, fetch, frame, lead away, become an element. */
export class Guard {
  readonly #found: string[] = [];

  private constructor(readonly page: Page) {}

  /** From before the page's own first script: the page is loaded anew. */
  static async over(page: Page): Promise<Guard> {
    const guard = new Guard(page);
    await page.addInitScript(watch);
    await page.reload();
    guard.#listen(new URL(page.url()));
    return guard;
  }

  /** All that was seen until now; nothing, if all is well. */
  async found(): Promise<string[]> {
    const within = await this.page.evaluate(() => (globalThis as unknown as Watched).guard_found);
    return [...this.#found, ...within];
  }

  #listen(own: URL): void {
    const { page } = this;
    page.on("request", (request) => {
      if (!isOwn(request.url(), own)) this.#found.push(`asks for ${request.url()}`);
    });
    page.on("websocket", (socket) => {
      if (!isOwn(socket.url().replace(/^ws/, "http"), own)) this.#found.push(`connects to ${socket.url()}`);
    });
    page.on("dialog", (dialog) => this.#found.push(`dialog ${dialog.message()}`));
    page.on("popup", (popup) => this.#found.push(`opens ${popup.url()}`));
    page.on("framenavigated", (frame) => this.#found.push(`goes to ${frame.url()}`));
    page.on("frameattached", () => this.#found.push("has a frame"));
    page.on("pageerror", ({ message }) => this.#found.push(`fails with ${message}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.#found.push(`says ${message.text()}`);
    });
  }
}

function isOwn(url: string, { origin }: URL): boolean {
  if (/^(?:blob|data):/.test(url)) return true;
  const asked = new URL(url);
  return asked.origin === origin && own_paths.test(asked.pathname);
}

interface Watched {
  guard_found: string[];
  ran: (number: number) => void;
}

/** Runs in the page, before anything else there. */
function watch(): void {
  const found: string[] = [];
  const forbidden =
    "script, iframe, frame, frameset, object, embed, applet, portal, fencedframe, link, base, meta, style, template, " +
    "video, audio, source, track, picture, map, area, a, math, marquee, plaintext, xmp, listing, noscript, " +
    "foreignObject, animate, set, use, image";
  const leads = /^(?:xlink:)?href$|^(?:src|srcset|srcdoc|action|formaction|ping|data|poster|background)$/;
  Object.defineProperties(globalThis, {
    ran: { value: (number: number) => void found.push(`runs ${number}`) },
    guard_found: { value: found },
  });
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
    found.push(`breaks the policy: ${violatedDirective} ${blockedURI} ${sample}`),
  );
  const look = (element: Element) => {
    if (element.matches(forbidden)) found.push(`has ${element.outerHTML.slice(0, 120)}`);
    for (const { name, value } of element.attributes)
      if (/^on/i.test(name) || (leads.test(name) && !/^(?:blob:|data:image\/)/.test(value)))
        found.push(`has ${name}=${value.slice(0, 120)}`);
  };
  new MutationObserver((records) => {
    if (document.readyState === "loading") return; // the page's own elements come from the parser
    for (const { target, addedNodes, type } of records) {
      // The colour of a phone's bar follows the theme.
      const is_bar = (target as Element).matches?.('meta[name="theme-color"]');
      if (type === "attributes" && !is_bar) look(target as Element);
      for (const node of addedNodes)
        if (node instanceof Element) for (const each of [node, ...node.querySelectorAll("*")]) look(each);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}
