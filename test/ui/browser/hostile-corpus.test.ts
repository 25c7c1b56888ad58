import { expect, setDefaultTimeout, test } from "bun:test";

import { barePage } from "../../support/hostile/bare-page.ts";
import { Canary } from "../../support/hostile/canary.ts";
import { corpus } from "../../support/hostile/corpus.ts";
import { launchBrowser } from "../../support/page-browser.ts";

setDefaultTimeout(30_000);

test("there are more than 400 hostile texts, none twice", () => {
  const texts = corpus(() => ({ run: "ran(1)", far: "http://127.0.0.1:9/1" }));
  expect(texts.length).toBeGreaterThan(400);
  expect(new Set(texts).size).toBe(texts.length);
});

test("where nothing is in their way many run by themselves, and many ask elsewhere", async () => {
  using far = new Canary();
  const texts = corpus((number) => ({ run: `ran(${number})`, far: `${far.origin}/${number}` }));
  using site = Bun.serve({
    port: 0,
    fetch: ({ url }) =>
      new URL(url).pathname === "/"
        ? new Response(barePage(texts, "const all=new Set;ran=(n)=>all.add(n)&&(all.size<130||all_ran())"), {
            headers: { "content-type": "text/html" },
          })
        : new Response(null, { status: 404 }),
  });
  const browser = await launchBrowser();
  const page = await browser.newPage();
  page.on("dialog", (dialog) => void dialog.dismiss());
  const { promise: all_ran, resolve } = Promise.withResolvers<void>();
  await page.exposeFunction("all_ran", resolve);
  await page.goto(site.url.href);
  await all_ran;
  await far.hears(25);
  await browser.close();
});
