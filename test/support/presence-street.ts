import { LocalBus } from "../../src/bus/local.ts";
import type { Broadcast, Crossing } from "../../src/domain/broadcast.ts";
import { Hub } from "../../src/domain/hub.ts";
import type { ChosenPresence } from "../../src/domain/ports/store.ts";
import { PresenceBoard } from "../../src/domain/presence-board.ts";
import { Session } from "../../src/domain/session.ts";
import type { Member } from "../../src/protocol/fields.ts";
import { FakeClock } from "./fake-clock.ts";

export const general = 1;
export const ana = { user_id: 1, username: "ana" };
export const ben = { user_id: 2, username: "ben" };

export const shows = (user: typeof ana, status: Member["status"], status_text = ""): Member => ({
  ...user,
  status,
  status_text,
});

/** A board with one listener, who hears what is told and, as protocol 1 has it, who came and went. */
export function street() {
  const [clock, bus, hub] = [new FakeClock(), new LocalBus(), new Hub()];
  bus.subscribe((delivery) => hub.deliver(delivery));
  const board = new PresenceBoard(hub, bus, clock);
  const told: Member[][] = [];
  const crossed: Crossing[] = [];
  const deliver = ({ events, crossings }: Broadcast) => {
    for (const { type, body } of events) if (type === "presence.changed") told.push(body.users);
    crossed.push(...crossings);
  };
  const listener = new Session({ deliver, close: () => {} });
  hub.enter(99, listener, [], { chosen_status: "online", status_text: "" });
  const enter = (user: typeof ana, chosen: Partial<ChosenPresence> = {}) => {
    const session = new Session({ deliver: () => {}, close: () => {} });
    hub.enter(user.user_id, session, [general], { chosen_status: "online", status_text: "", ...chosen });
    board.note(user);
    return session;
  };
  const leave = (user: typeof ana, session: Session) => {
    board.note(user);
    hub.leave(user.user_id, session);
  };
  const choose = (user: typeof ana, chosen: ChosenPresence) => {
    hub.choose(user.user_id, chosen);
    board.note(user);
  };
  const idle = (user: typeof ana, session: Session, is_idle: boolean) => {
    session.is_idle = is_idle;
    board.note(user);
  };
  /** After what is told at the end of this turn. */
  const turn = () => new Promise(setImmediate);
  return { clock, hub, board, told, crossed, enter, leave, choose, idle, turn };
}
