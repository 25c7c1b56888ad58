import { type CompactMessage, completeMessage } from "../../src/protocol/compact.ts";

/** The server sent what no server of ours sends. */
export class BrokenServer extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BrokenServer";
  }
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The frame as the page may have it; undefined for an event of a kind that this page does not know. Only the outside
 * is looked at: the page and its server come from one place and are of one version. Throws BrokenServer.
 */
export function checkedFrame(value: unknown, isKnown: (event_type: string) => boolean): unknown {
  if (!isFields(value)) throw new BrokenServer("a frame that is no object");
  if ("re" in value) {
    if (!Number.isSafeInteger(value["re"]) || !("ok" in value || isRefusal(value["error"])))
      throw new BrokenServer("a reply of another form");
    return value;
  }
  const { type, body = {} } = value;
  if (typeof type !== "string" || !isFields(body)) throw new BrokenServer("neither a reply nor an event");
  if (!isKnown(type)) return undefined;
  return { type, body: type === "message.created" ? { ...body, message: completed(body["message"]) } : body };
}

function completed(message: unknown): unknown {
  if (!isFields(message)) throw new BrokenServer("a message of another form");
  return completeMessage(message as CompactMessage); // what it says is taken as it is, like all from this server
}

const isRefusal = (error: unknown): boolean =>
  isFields(error) && typeof error["code"] === "string" && typeof error["message"] === "string";

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
