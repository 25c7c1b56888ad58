import type { Broadcast } from "../../domain/broadcast.ts";
import { awaitGuestTurn } from "../../domain/guest-turn.ts";
import { takeRate } from "../../domain/take-rate.ts";
import { ChatError, type CloseReason, closeReasons } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Peer, Sort } from "../peer.ts";
import { joinedChannel } from "./channels.ts";
import type { ClientV1 } from "./client.ts";
import { errorV1 } from "./errors.ts";
import { noteDelivered, tellV1 } from "./events.ts";
import { startOf } from "./fields.ts";
import { frameV1 } from "./frames.ts";
import { isRequestV1, type RequestNameV1, requestsV1 } from "./requests.ts";

/** Protocol 1, which the clients and bots of the original program speak. Nothing behind this folder knows it. */
export class PeerV1 implements Peer {
  readonly silence_ms = limits.silence_v1_ms;

  constructor(readonly client: ClientV1) {}

  async receive(payload: unknown): Promise<void> {
    const { context, session } = this.client;
    if (!session.login && !(await awaitGuestTurn(context, session))) return;
    try {
      await this.#answer(payload);
    } catch (error) {
      this.client.tell("error", errorV1(this.client.context, error));
    }
  }

  /** A message whose channel is known at once goes straight to the store: the order of such messages is kept there. */
  sortOf(payload: unknown): Sort {
    if (!isFields(payload)) return "asked";
    const type = payload["type"];
    if (type === "message" || type === "action")
      return joinedChannel(this.client, payload) === undefined ? "asked" : "said";
    return lengthy.has(type) ? "lengthy" : "asked";
  }

  deliver(broadcast: Broadcast): void {
    tellV1(this.client, broadcast);
  }

  caughtUp(): void {}

  tookAll(): void {
    noteDelivered(this.client);
  }

  farewell(reason: CloseReason): Uint8Array {
    return frameV1("error", { code: reason, message: closeReasons[reason].text });
  }

  async #answer(payload: unknown): Promise<void> {
    if (!isFields(payload) || typeof payload["type"] !== "string")
      throw new ChatError("invalid", "Invalid message format.");
    const { type, ...fields } = payload;
    const is_login = type === "auth_login" || type === "auth_register";
    if (!this.client.session.login && !is_login)
      throw new ChatError("not_authenticated", "You must log in first.");
    if (this.client.session.login) takeRate(this.client.context, this.client.session, "request");
    if (!isRequestV1(type)) throw new ChatError("unknown", `Unknown message type: ${startOf(type, 60)}`);
    await requestsV1[type](this.client, fields);
  }
}

const lengthy: ReadonlySet<unknown> = new Set<RequestNameV1>(["channel_list", "user_list", "channel_join"]);

const isFields = (payload: unknown): payload is { type?: string } & Record<string, unknown> =>
  typeof payload === "object" && payload !== null && !Array.isArray(payload);
