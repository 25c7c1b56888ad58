import { describe, expect, test } from "bun:test";

import { watchBack } from "../../../ui/actions/back.ts";
import { leaveChannel } from "../../../ui/actions/channel-membership.ts";
import { receiveHostMessage } from "../../../ui/actions/host.ts";
import { openChannel } from "../../../ui/actions/open-channel.ts";
import { picturesHeld, turnPicture } from "../../../ui/actions/pictures.ts";
import { nothing_open } from "../../../ui/state/dialogs.ts";
import type { Pending, State } from "../../../ui/state/state.ts";
import { type PageStage, stageInChat } from "../../support/page-app.ts";
import { makePng } from "../../support/png.ts";

const general_id = 1;
const cats_id = 2;

const withCats = () => stageInChat((chat) => void chat.data.channel("cats", "Cats"));

/** All that can be open, in one way each. */
const opened = ({ chat }: PageStage): { [K in keyof typeof nothing_open]: State[K] } => ({
  dialog: "help",
  closing: true,
  message_dialog: { message: chat.data.messages.get(general_id)?.[0] ?? expect.unreachable(), edits: [] },
  picture_id: 1,
  person_card: { user: chat.me, beside: { top: 0, left: 0, right: 0 } },
});

test("a notification that is pressed leaves nothing open over its channel", async () => {
  const stage = await withCats();
  const { servers, part, store } = stage.app;
  store.commit(opened(stage));
  receiveHostMessage(servers, { type: "notification.clicked", part, channel_id: cats_id });
  expect(store.state).toMatchObject({ ...nothing_open, open_channel_id: cats_id });
});

test("an old notification of a channel that one has left says so, and leaves one where one is", async () => {
  const stage = await withCats();
  const { servers, part, store } = stage.app;
  await leaveChannel(stage.app, cats_id);
  store.commit(opened(stage));
  receiveHostMessage(servers, { type: "notification.clicked", part, channel_id: cats_id });
  expect(store.state).toMatchObject({
    ...nothing_open,
    open_channel_id: general_id,
    snack: { text: "You have left #cats since then." },
  });
});

test("a large picture stays with its channel: it does not come back with it", async () => {
  const { app } = await withCats();
  app.store.commit({ picture_id: 1 });
  openChannel(app, cats_id);
  openChannel(app, general_id);
  expect(app.store.state.picture_id).toBeNull();
});

describe("on a phone the way back closes", () => {
  const kinds = Object.keys(nothing_open) as (keyof typeof nothing_open)[];
  test.each(kinds)("%s", async (kind) => {
    const stage = await withCats();
    const { servers, store } = stage.app;
    let pushed = 0;
    let goBack = () => {};
    const page = {
      history: { pushState: () => pushed++, back: () => pushed-- },
      addEventListener: (_: string, listener: () => void) => (goBack = listener),
    };
    servers.commitAll({ narrow: true, members_shown: false });
    watchBack(servers, page as unknown as Window);
    store.commit({ [kind]: opened(stage)[kind] });
    expect(pushed).toBe(1);
    goBack();
    expect(store.state).toMatchObject(nothing_open);
  });
});

test("pictures of messages that wait are held too, after all others", async () => {
  const stage = await withCats();
  const { app, chat } = stage;
  const [first, waiting, elsewhere] = ["a.png", "b.png", "c.png"].map((name) =>
    chat.files.add(name, makePng(10, 10)),
  );
  if (first === undefined || waiting === undefined || elsewhere === undefined) return expect.unreachable();
  const general = chat.data.channels.get(general_id) ?? expect.unreachable();
  const message = chat.data.say(general, chat.me, "", { attachments: [first] });
  stage.bridge.tell({ type: "message.created", body: { message } });
  stage.bridge.deliver();
  const pending = (channel_id: number, attachments: Pending["attachments"]) =>
    ({ channel_id, attachments, nonce: `${channel_id}` }) as Pending;
  app.store.commit({ outbox: [pending(cats_id, [elsewhere]), pending(general_id, [waiting])] });
  expect(picturesHeld(app).map(({ name }) => name)).toEqual(["a.png", "b.png"]);
  app.store.commit({ picture_id: first.id });
  turnPicture(app, 1);
  expect(app.store.state.picture_id).toBe(waiting.id);
});
