import { limits } from "../../src/protocol/limits.ts";
import type { ChatEvent, EventBody, EventName } from "../../src/protocol/registry.ts";
import type { App } from "../app.ts";
import { type Reducer, reducers } from "../state/reducers.ts";
import type { State } from "../state/state.ts";
import { isBehind } from "../state/timeline.ts";
import { stillTyping } from "../state/typing.ts";
import { catchUp } from "./catch-up.ts";
import { openAnother } from "./channel-membership.ts";
import { loadMembers } from "./load-members.ts";
import { notifyMessage } from "./notify.ts";
import { notePeople } from "./people.ts";
import { refreshPins } from "./pins.ts";
import { attempt } from "./say.ts";
import { changeHit } from "./search.ts";

/** What follows from an event beyond the change of state. `before` is the state without it. */
type Reactions = { readonly [N in EventName]?: (app: App, body: EventBody<N>, before: State) => void };

const reactions: Reactions = {
  "message.created"(app, { message }, before) {
    const last_seq = before.channels.get(message.channel_id)?.last_seq ?? 0;
    if (message.seq > last_seq) notifyMessage(app, message);
  },
  "member.joined"(app, { channel_id, member }) {
    const { me, open_channel_id } = app.store.state;
    if (member.user_id === me?.user_id && open_channel_id === channel_id)
      attempt(app, loadMembers(app, channel_id));
  },
  "message.edited"(app, body) {
    changeHit(app, body.id, body.content);
    pinsChanged(app, body);
  },
  "message.deleted"(app, body) {
    changeHit(app, body.id, null);
    pinsChanged(app, body);
  },
  "channel.arranged": (app) => app.arranger.keep(),
  "message.pinned": pinsChanged,
  "member.left": openAnother,
  "typing.started": (app) =>
    void app.timers.after(limits.typing_shown_ms, () =>
      app.store.commit(stillTyping(app.store.state, app.timers.now_ms())),
    ),
};

function pinsChanged(app: App, { channel_id }: { channel_id: number }): void {
  attempt(app, refreshPins(app, channel_id));
}

/** Commits what an event changes and does what follows from it. */
export function receiveEvent<N extends EventName>(app: App, event: { type: N; body: EventBody<N> }): void {
  const before = app.store.state;
  const reduce: Reducer<N> = reducers[event.type];
  notePeople(app, event.body);
  app.store.commit(reduce(app.store.state, event.body, app.timers.now_ms()));
  reactions[event.type]?.(app, event.body, before);
  mendHole(app, event.body);
}

/** After an event that does not follow the one before it, what lies between is asked for. */
function mendHole(app: App, body: object): void {
  const channel_id = channelOf(body);
  if (channel_id !== undefined && isBehind(app.store.state, channel_id))
    attempt(app, catchUp(app, channel_id));
}

function channelOf(body: { channel_id?: number; message?: { channel_id: number } }): number | undefined {
  return body.channel_id ?? body.message?.channel_id;
}

/** The same for an event whose type is not known beforehand. */
export const receiveChatEvent = (app: App, event: ChatEvent): void => receiveEvent(app, event);
