import { expect, test } from "bun:test";

import { closeSearch, openSearch, submitSearch, typeSearch } from "../../../ui/actions/search.ts";
import { words } from "../../../ui/words/words.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { settled } from "../../support/page-timers.ts";

async function lookFor({ app, bridge }: PageStage, text: string) {
  openSearch(app);
  typeSearch(app, text);
  submitSearch(app);
  await settled();
  return bridge.posted("send").at(-1) ?? expect.unreachable();
}

test("an answer that comes after the search was closed is none to what is asked in the next one", async () => {
  const stage = await stageInChat();
  const { app, bridge, chat } = stage;
  chat.instead["message.search"] = () => undefined;
  const { link, frame } = await lookFor(stage, "one");
  delete chat.instead["message.search"];
  closeSearch(app);
  await lookFor(stage, "two");
  const ok = { hits: [], next_before_id: null, indexing: null };
  bridge.put({ type: "link.frames", link, frames: [{ re: frame["id"], ok }] });
  await settled();
  expect(app.store.state.search?.hits.map(({ excerpt }) => excerpt)).toEqual(["two"]);
});

test("what could not be looked for without a connection is looked for when there is one again", async () => {
  const stage = await stageInChat();
  const { app, bridge, timers } = stage;
  bridge.lose();
  await settled();
  openSearch(app);
  typeSearch(app, "two");
  submitSearch(app);
  await settled();
  expect(app.store.state.search).toMatchObject({ problem: words().errors.no_connection, hits: [] });
  await timers.pass(5_000);
  expect(app.store.state.search).toMatchObject({ problem: null, hits: [{ excerpt: "two" }] });
});
