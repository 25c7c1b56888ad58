import type { z } from "zod";

import { ChatError } from "../protocol/errors.ts";
import { type Reply, type RequestBody, type RequestName, requests } from "../protocol/registry.ts";
import { requireLogin } from "./access.ts";
import type { Context } from "./context.ts";
import type { Handler } from "./handler.ts";
import { handlers } from "./handlers/table.ts";
import type { Session } from "./session.ts";
import { takeRate } from "./take-rate.ts";

/**
 * Runs one request: access, body, rate, handler. Both protocols come through here. Rejects with ChatError
 * for an answer to a person; anything else is a fault of the server. With no promise beside the handler's own.
 */
export function dispatch<N extends RequestName>(
  context: Context,
  session: Session,
  name: N,
  raw_body: unknown,
): Promise<Reply<N>> {
  try {
    checkAccess(session, name);
    const body = parseBody(name, raw_body);
    const { rate } = requests[name];
    if (rate) takeRate(context, session, rate);
    const handler: Handler<N> = handlers[name];
    return handler(context, session, body);
  } catch (error) {
    return Promise.reject(error);
  }
}

function checkAccess(session: Session, name: RequestName): void {
  const { access } = requests[name];
  if (access === "user") requireLogin(session);
  if (access === "guest" && session.login) throw new ChatError("invalid", "You are already logged in.");
}

/** The body as the handler gets it. Throws ChatError `invalid` with the first problem in words. */
export function parseBody<N extends RequestName>(name: N, raw_body: unknown): RequestBody<N> {
  const result = requests[name].body.safeParse(raw_body ?? {});
  if (result.success) return result.data as RequestBody<N>; // the compiler cannot tie the table's row to N
  throw new ChatError("invalid", describeIssue(result.error));
}

/** The first problem in words. Rules of ours carry their own sentence; of zod's, the field's name is said. */
function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "Invalid request.";
  if (issue.code === "custom" || /[.!]$/.test(issue.message)) return issue.message;
  const field = issue.path.join(".");
  return field ? `${field}: ${issue.message}.` : `${issue.message}.`;
}
