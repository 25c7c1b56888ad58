import { afterEach, beforeAll, expect } from "bun:test";

import { BrowserStage } from "./page-stage.ts";

/** The stage of one test file: there before its first test, and cleared after each, in which nothing may have gone wrong. */
export function stageForTests(): Pick<BrowserStage, "inChat" | "open" | "clear"> {
  let stage: BrowserStage;
  beforeAll(async () => {
    stage = await BrowserStage.start();
  }, 30_000);
  afterEach(async () => expect(await stage.clear()).toEqual([]));
  return {
    inChat: (...options) => stage.inChat(...options),
    open: (...options) => stage.open(...options),
    clear: () => stage.clear(),
  };
}
