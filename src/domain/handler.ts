import type { Reply, RequestBody, RequestName } from "../protocol/registry.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";

/** Answers one kind of request: its body has been checked, its access granted, its rate taken. */
export type Handler<N extends RequestName> = (
  context: Context,
  session: Session,
  body: RequestBody<N>,
) => Promise<Reply<N>>;

export type Handlers = { [N in RequestName]: Handler<N> };
