import { ChatError } from "../../protocol/errors.ts";
import { requireLogin } from "../access.ts";
import type { Context } from "../context.ts";
import { describeFault } from "../fault.ts";
import type { FileDesk } from "../files/file-desk.ts";
import type { Handler } from "../handler.ts";
import type { FileRecord } from "../ports/file-store.ts";
import { sessionEnded } from "../session-ended.ts";
import type { Session } from "../session.ts";

export const beginFile: Handler<"file.begin"> = async (context, session, about) => {
  const { user_id, session_id } = requireLogin(session);
  const files = requireFiles(context);
  const { id: upload_id, received_bytes } = await files.begin(user_id, about, session_id);
  if (await context.store.sessions.isAlive(user_id, session_id, context.clock.now()))
    return { upload_id, received_bytes };
  // Ended while this was under way: its uploads were discarded before this was one of them.
  await files.cancel(user_id, upload_id);
  throw sessionEnded();
};

export const putFile: Handler<"file.put"> = async (context, session, { upload_id, offset, data }) => {
  const { user_id } = requireLogin(session);
  return { received_bytes: await requireFiles(context).put(user_id, upload_id, offset, bytesOf(data)) };
};

export const fileStatus: Handler<"file.status"> = async (context, session, { upload_id }) => {
  const { user_id } = requireLogin(session);
  return { received_bytes: await requireFiles(context).status(user_id, upload_id) };
};

export const finishFile: Handler<"file.finish"> = async (context, session, { upload_id, thumbnail }) => {
  const { user_id } = requireLogin(session);
  const small = thumbnail === undefined ? undefined : bytesOf(thumbnail);
  return { file: await requireFiles(context).finish(user_id, upload_id, small) };
};

export const cancelFile: Handler<"file.cancel"> = async (context, session, { upload_id }) => {
  await requireFiles(context).cancel(requireLogin(session).user_id, upload_id);
  return {};
};

export const discardFile: Handler<"file.discard"> = async (context, session, { file_id }) => {
  await requireFiles(context).discard(requireLogin(session).user_id, file_id);
  return {};
};

export const readFile: Handler<"file.read"> = async (context, session, { file_id, ...part }) => {
  const files = requireFiles(context);
  const { bytes, total_bytes } = await files.read(await requireVisibleFile(context, session, file_id), part);
  return { data: bytes.toBase64(), total_bytes };
};

function requireFiles({ files }: Context): FileDesk {
  if (files) return files;
  throw new ChatError("unsupported", "This server takes no files.");
}

/** Uploads of logins that have ended go. Those that cannot are ended by the upkeep, when untouched for long. */
export async function endUploads({ files, log }: Context, session_ids: readonly number[]): Promise<void> {
  try {
    await files?.endSessions(session_ids);
  } catch (error) {
    log.error("files_not_removed", { error: describeFault(error) });
  }
}

/** A file of a message this user may see, or of their own that was not sent. Fails alike for hidden and missing. */
async function requireVisibleFile(context: Context, session: Session, file_id: number): Promise<FileRecord> {
  const { user_id } = requireLogin(session);
  const file = await context.store.files.find(file_id);
  if (file && (await isVisible(context, user_id, file))) return file;
  throw new ChatError("not_found", "No such file.");
}

const isVisible = async (context: Context, user_id: number, { channel_id, owner_id }: FileRecord) =>
  channel_id === null
    ? owner_id === user_id
    : (await context.store.channels.viewFor(user_id, channel_id)) !== undefined;

export function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(base64, { lastChunkHandling: "strict" });
  } catch {
    throw new ChatError("invalid", "data: no base64.");
  }
}
