import type { Context } from "../domain/context.ts";
import type { ReceiverGroup, Session } from "../domain/session.ts";
import type { Flusher } from "./flusher.ts";
import type { Intake } from "./intake.ts";
import type { Pace } from "./pace.ts";
import type { Timeouts } from "./patience.ts";
import type { Line, Peer } from "./peer.ts";
import type { Checked, Rounds } from "./rounds.ts";

/** What all connections of a listener share. */
export interface ConnectionParts {
  context: Context;
  timeouts: Timeouts;
  /** Chooses the protocol by the first payload. */
  speak: (first_payload: unknown, session: Session, line: Line) => Peer;
  /** Says when what may take long goes on, and who is read from. */
  pace: Pick<Pace, "turn" | "reading" | "gathers"> & { intake: Pick<Intake, "came" | "gone"> };
  /** Calls flush() at the end of a turn of the loop. */
  flusher: Pick<Flusher, "start" | "lanes" | "noteOne" | "add">;
  /** Looks at a connection when it asked for that. */
  rounds: Pick<Rounds<Checked>, "hurry">;
  /** Tells many at once, where that can be. */
  together?: ReceiverGroup | undefined;
}
