import { z } from "zod";

import { Channel } from "./channel.ts";
import { request } from "./define.ts";
import { ChannelId, Rev, Seq } from "./fields.ts";
import { limits } from "./limits.ts";
import { Message } from "./message.ts";

export const syncRequests = {
  "sync.catch_up": request({
    summary:
      "All channels, and for those the client has messages of, what changed since: one picture of one moment. Ask after each login.",
    access: "user",
    rate: "catch_up",
    body: z.object({
      channels: z
        .array(
          z.object({
            channel_id: ChannelId,
            rev: Rev.describe("the highest rev the client has seen"),
            from_seq: Seq.describe("the oldest message it holds; changes of older ones are left out").default(
              0,
            ),
          }),
        )
        .max(limits.catch_up_channels_max)
        .refine(
          (positions) => new Set(positions.map(({ channel_id }) => channel_id)).size === positions.length,
          {
            message: "Name each channel once.",
          },
        )
        .default([]),
    }),
    reply: z.object({
      channels: z.array(Channel),
      left_out: z
        .array(ChannelId)
        .describe(
          "channels whose changes did not fit into this answer: ask again for them, with the same positions",
        ),
      changes: z.array(
        z.object({
          channel_id: ChannelId,
          last_rev: Rev.describe("where the client now stands"),
          messages: z
            .array(Message)
            .describe(
              "each message whose rev is higher than the client's, in its present state, in order of seq",
            ),
          is_gap: z
            .boolean()
            .describe(
              "over 200 have changed, or over 10,000 in the channel of which it holds as many, or the client knows more than the server: these are only the newest messages; forget all others and page back",
            ),
        }),
      ),
    }),
  }),
};
