import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Handler } from "../handler.ts";

export const hello: Handler<"hello"> = async (context, session, { protocol, device }) => {
  if (protocol !== limits.protocol_version)
    throw new ChatError(
      "unsupported",
      `This server speaks protocol ${limits.protocol_version}, not ${protocol}.`,
    );
  session.device = device ?? "";
  const { name, version, heartbeat_interval_ms } = context.settings;
  return {
    protocol: limits.protocol_version,
    server: { name, version, id: context.store.server_id },
    limits: {
      frame_bytes_max: limits.frame_bytes_max,
      content_chars_max: limits.content_chars_max,
      history_page_max: limits.history_page_max,
      ...(context.files && { file_bytes_max: context.files.parts.file_bytes_max }),
      messages_per_second: context.rates.message.per_window,
    },
    heartbeat_interval_ms,
    registration: "open",
    capabilities: context.files ? ["files"] : [],
  };
};
