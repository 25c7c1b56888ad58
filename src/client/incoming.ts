import { z } from "zod";

import { events, isRequestName, type ReplyFrame, type RequestName, requests } from "../protocol/registry.ts";
import { parseLeniently } from "./newer-words.ts";

/** The server sent what no server of ours sends; the message says what, for the log. */
export class BrokenServer extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BrokenServer";
  }
}

const ReplyErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  retry_after_ms: z.number().nonnegative().optional(),
});
const RefusalSchema = z.object({ re: z.int(), error: ReplyErrorSchema });
const ReplySchema = z.union([
  z.object({ re: z.int(), ok: z.unknown() }).refine((reply) => reply.ok !== undefined),
  RefusalSchema,
]);
const EventSchema = z.object({ type: z.string(), body: z.unknown().optional() });

/** Checks what a server sends against the declarations of protocol 2. Remembers which reply is awaited. */
export class Incoming {
  readonly #awaited = new Map<number, RequestName>();

  get awaited_count(): number {
    return this.#awaited.size;
  }

  /** Call before a request goes out, so that its reply can be checked. */
  expect(id: number, name: RequestName): void {
    this.#awaited.set(id, name);
  }

  /** The frame as the page may have it; undefined for an event of a type unknown here. Throws BrokenServer. */
  check(value: unknown): { frame: unknown; answers?: RequestName } | undefined {
    if (typeof value !== "object" || value === null) throw new BrokenServer("a frame that is no object");
    return "re" in value ? this.#checkReply(value) : checkEvent(value);
  }

  #checkReply(value: object): { frame: ReplyFrame; answers: RequestName } {
    const reply = ReplySchema.safeParse(value);
    if (!reply.success) throw new BrokenServer("a reply of another form");
    const name = this.#awaited.get(reply.data.re);
    if (name === undefined) throw new BrokenServer("a reply to no request");
    this.#awaited.delete(reply.data.re);
    if ("error" in reply.data) return { frame: withoutUndefined(reply.data), answers: name };
    const ok = parseLeniently<unknown>(requests[name].reply, reply.data.ok);
    if (!ok.success) throw new BrokenServer(`a reply to ${name} of another form: ${where(ok.error)}`);
    return { frame: { re: reply.data.re, ok: ok.data }, answers: name };
  }
}

function checkEvent(value: object): { frame: unknown } | undefined {
  const event = EventSchema.safeParse(value);
  if (!event.success) throw new BrokenServer("a frame that is neither reply nor event");
  const { type } = event.data;
  if (!isEventName(type)) return undefined;
  const body = parseLeniently<unknown>(events[type].body, event.data.body);
  if (!body.success) throw new BrokenServer(`an event ${type} of another form: ${where(body.error)}`);
  return { frame: { type, body: body.data } };
}

/** The request's id and name, when it is one that protocol 2 knows. */
export function requestOf(frame: Record<string, unknown>): { id: number; name: RequestName } | undefined {
  const { id, type } = frame as { id?: unknown; type?: unknown };
  if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 0) return undefined;
  return typeof type === "string" && isRequestName(type) ? { id, name: type } : undefined;
}

const isEventName = (name: string): name is keyof typeof events => Object.hasOwn(events, name);

/** Which fields are wrong, without their contents: what people write stays out of logs. */
const where = (error: z.ZodError): string =>
  [...new Set(error.issues.map((issue) => issue.path.join(".") || "body"))].join(", ");

function withoutUndefined(reply: z.infer<typeof RefusalSchema>): ReplyFrame {
  const { code, message, retry_after_ms } = reply.error;
  return { re: reply.re, error: { code, message, ...(retry_after_ms !== undefined && { retry_after_ms }) } };
}
