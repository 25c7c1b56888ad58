import type { Page } from "playwright-core";

/** What is asked of a page that is measured. Each function runs in the page, so it must be whole in itself. */

/** Scrolls a list by a step in each frame and gives how long each frame was on screen, in ms. */
export const scrollFrames = (page: Page, list: string, step_px: number, steps: number): Promise<number[]> =>
  page.locator(list).evaluate(
    (element, { step, count }) =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let last = 0;
        const frame = (now: number) => {
          if (last > 0) frames.push(now - last);
          last = now;
          if (frames.length >= count) return resolve(frames);
          element.scrollTop += step;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { step: step_px, count: steps },
  );

interface KeyTimes {
  /** From the key to the end of what it sets off, and from the start of the frame to its end. */
  work_ms: number[];
  /** From the key to the end of the frame that shows it: most of it is the wait for that frame. */
  shown_ms: number[];
}

/** Real keys into the composer. */
export async function keyTimes(page: Page, count: number): Promise<KeyTimes> {
  const composer = page.locator("#composer");
  await composer.evaluate((field) => {
    const times: KeyTimes = { work_ms: [], shown_ms: [] };
    Object.assign(globalThis, { key_times: times });
    field.addEventListener("keydown", ({ timeStamp }) => {
      let handled_ms = 0;
      const handled = () => (handled_ms = performance.now() - timeStamp);
      field.addEventListener("input", () => queueMicrotask(handled), { once: true });
      requestAnimationFrame(() => {
        const began_ms = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => {
          const ended_ms = performance.now();
          times.work_ms.push(handled_ms + ended_ms - began_ms);
          times.shown_ms.push(ended_ms - timeStamp);
        });
        port1.start();
        port2.postMessage(null);
      });
    });
  });
  await composer.focus();
  for (let number = 0; number < count; number++) {
    await page.keyboard.press("a");
    await page.waitForFunction(
      (at) => (globalThis as unknown as { key_times: KeyTimes }).key_times.shown_ms.length > at,
      number,
    );
  }
  await composer.fill("");
  return page.evaluate(() => (globalThis as unknown as { key_times: KeyTimes }).key_times);
}

/** Loads the page anew and gives how long each time until its messages are drawn, in ms. */
export async function readyTimes(page: Page, count: number): Promise<number[]> {
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector(".message") === null) requestAnimationFrame(look);
      else performance.mark("ready");
    };
    requestAnimationFrame(look);
  });
  const times: number[] = [];
  for (let number = 0; number < count; number++) {
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName("ready").length > 0);
    times.push(await page.evaluate(() => performance.getEntriesByName("ready")[0]?.startTime ?? Number.NaN));
  }
  return times;
}

/** A click on a channel: how long until the end of the frame that shows its messages, in ms. */
export const switchTime = (page: Page, name: string): Promise<number> =>
  page.evaluate(
    (title) =>
      new Promise<number>((resolve, reject) => {
        const scroller = document.querySelector(".sidebar-lists");
        const click = (tries: number) => {
          const button = document.querySelector<HTMLElement>(`[data-testid=channel-list] [title="${title}"]`);
          if (button !== null) return start(button);
          if (tries === 0 || scroller === null) return reject(new Error(`no channel ${title}`));
          scroller.scrollTop = tries % 2 === 0 ? 0 : (Number(title.replace("room", "")) || 0) * 36;
          requestAnimationFrame(() => requestAnimationFrame(() => click(tries - 1)));
        };
        const start = (button: HTMLElement) => {
          const began_ms = performance.now();
          button.click();
          const look = () => {
            const log = document.querySelector(`[role=log][aria-label="Messages in #${title}"]`);
            if (log?.querySelector(".message") === null || log === null) return requestAnimationFrame(look);
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener("message", () => resolve(performance.now() - began_ms));
            port1.start();
            return port2.postMessage(null);
          };
          requestAnimationFrame(look);
        };
        click(10);
      }),
    name,
  );
