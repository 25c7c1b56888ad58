import type { Page } from "playwright-core";

import { ChatError } from "../../src/protocol/errors.ts";
import { busyStreet } from "./page-casts.ts";
import type { PageHost } from "./page-host.ts";
import { type Scene, stays } from "./page-scene.ts";

const scene = (
  query: string,
  act: (page: Page) => Promise<unknown>,
  prepare: (host: PageHost) => void = () => {},
): Scene => ({
  chat: busyStreet,
  host: stays,
  async act(page, host) {
    prepare(host);
    await page.getByTestId("message").first().waitFor();
    await page.keyboard.press("Control+f");
    await page.keyboard.insertText(query);
    await act(page);
  },
});

const enter = (page: Page) => page.keyboard.press("Enter");
const hits = (page: Page) => page.getByTestId("hit").first().waitFor();

/** The search panel in each of its states. */
export const searchScenes: Record<string, Scene> = {
  "search-open": scene("", (page) => page.getByRole("listbox").waitFor()),
  "search-completes": scene("from:", (page) => page.getByRole("option").first().waitFor()),
  "search-hits": scene("the", async (page) => {
    await enter(page);
    await hits(page);
  }),
  "search-jumped": scene("the", async (page) => {
    await enter(page);
    await hits(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  }),
  "search-nothing": scene("xylophone", async (page) => {
    await enter(page);
    await page.getByText("Nothing was found").waitFor();
  }),
  "search-wrong": scene("before:yesterday", async (page) => {
    await enter(page);
    await page.getByText("Write a day").waitFor();
  }),
  "search-waits": scene(
    "the",
    async (page) => {
      await enter(page);
      await page.getByText("Searching").waitFor();
    },
    ({ chat }) => void (chat.instead["message.search"] = () => undefined),
  ),
  "search-indexing": scene(
    "xylophone",
    async (page) => {
      await enter(page);
      await page.getByText("indexed").waitFor();
    },
    ({ chat }) =>
      void (chat.instead["message.search"] = () => ({
        hits: [],
        next_before_id: null,
        indexing: { done: 320_000, total: 1_000_000 },
      })),
  ),
  "search-fails": scene(
    "the",
    async (page) => {
      await enter(page);
      await page.getByText("not available").waitFor();
    },
    ({ chat }) =>
      void (chat.instead["message.search"] = () => {
        throw new ChatError("busy", "The search is not available just now.");
      }),
  ),
};
