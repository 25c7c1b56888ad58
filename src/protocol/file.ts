import { z } from "zod";

import { request } from "./define.ts";
import { FileId } from "./fields.ts";
import { limits } from "./limits.ts";
import { fileNameProblem, safeFileName } from "./rules.ts";

const FileName = z
  .string({ error: "File name required." })
  .superRefine((text, context) => {
    const problem = fileNameProblem(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  })
  .transform(safeFileName)
  .describe(
    "what the file is called, at most 255 bytes of UTF-8; folders before it, control characters and what no system takes in a name are replaced",
  );

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "A SHA-256 is 64 hexadecimal characters.");

const UploadId = z
  .string()
  .min(1)
  .max(64)
  .describe(
    "an upload under way; it lives as long as the server runs, and at most as the login it was begun under",
  );

const Part = z
  .string()
  .max(Math.ceil(limits.file_part_bytes_max / 3) * 4)
  .describe(`base64 of at most ${limits.file_part_bytes_max} bytes`);

const Pixels = z.int().positive().nullable();

export const FileInfo = z
  .object({
    id: FileId,
    name: z.string(),
    size_bytes: z.int().nonnegative(),
    media_type: z
      .string()
      .describe("by its content: image/png, image/jpeg, image/gif, image/webp, image/avif or octet-stream"),
    width: Pixels.describe("of an image that may be shown; null for a file that is only to be saved"),
    height: Pixels,
    has_thumbnail: z.boolean(),
  })
  .describe("a file that is whole on the server");
export type FileInfo = z.infer<typeof FileInfo>;

/** Where an upload stands. */
const Received = z.object({ received_bytes: z.int().nonnegative() });

export const fileRequests = {
  "file.begin": request({
    summary: "Begins to upload a file. Its bytes follow by file.put, in order.",
    access: "user",
    rate: "upload",
    body: z.object({
      name: FileName,
      size_bytes: z.int().positive(),
      sha256: Sha256.optional().describe("when given, a file that arrives otherwise is refused"),
    }),
    reply: Received.extend({ upload_id: UploadId }),
  }),
  "file.put": request({
    summary:
      "Sends the next part of an upload. A few may be under way at once, small enough that messages do not wait behind them.",
    access: "user",
    rate: "part",
    body: z.object({
      upload_id: UploadId,
      offset: z.int().nonnegative().describe("must be what has been received"),
      data: Part,
    }),
    reply: Received,
  }),
  "file.status": request({
    summary: "How far an upload has come: asked after a reconnect, to go on from there.",
    access: "user",
    rate: "upload",
    body: z.object({ upload_id: UploadId }),
    reply: Received,
  }),
  "file.finish": request({
    summary:
      "Ends an upload: the file is on disk and can be sent with a message within a day. A thumbnail may come with an image; one that is none ends the upload without a file.",
    access: "user",
    rate: "finish",
    body: z.object({
      upload_id: UploadId,
      thumbnail: z
        .string()
        .max(Math.ceil(limits.thumbnail_bytes_max / 3) * 4)
        .optional()
        .describe(
          `base64 of a png, jpeg or webp of at most ${limits.thumbnail_bytes_max} bytes and ${limits.thumbnail_pixels_max} pixels a side`,
        ),
    }),
    reply: z.object({ file: FileInfo }),
  }),
  "file.cancel": request({
    summary: "Gives an upload up. One that is not there any more is no error.",
    access: "user",
    body: z.object({ upload_id: UploadId }),
    reply: z.object({}),
  }),
  "file.discard": request({
    summary: "Removes a file of one's own that was not sent. One that is not there any more is no error.",
    access: "user",
    body: z.object({ file_id: FileId }),
    reply: z.object({}),
  }),
  "file.read": request({
    summary:
      "A part of a file, or of its thumbnail. For those who may see its message; unsent, for who uploaded it.",
    access: "user",
    rate: "part",
    body: z.object({
      file_id: FileId,
      thumbnail: z.boolean().default(false),
      offset: z.int().nonnegative().default(0),
      bytes: z.int().min(1).max(limits.file_part_bytes_max).default(limits.file_part_bytes_max),
    }),
    reply: z.object({
      data: Part,
      total_bytes: z.int().nonnegative().describe("of all of it"),
    }),
  }),
};
