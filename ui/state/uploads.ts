import { words } from "../words/words.ts";
import { type ChosenFile, chosenIn, isUp } from "./files.ts";
import type { Pending, State } from "./state.ts";

type Files = readonly ChosenFile[];
type Place = Pick<State, "outbox" | "chosen_files">;

/** All files on their way: those of messages that were sent off, then those of what is being written. */
export const filesOf = ({ outbox, chosen_files }: Place): Files => [
  ...outbox.flatMap(({ uploads = [] }) => uploads),
  ...[...chosen_files.values()].flat(),
];

/** Whether a file is being saved on this computer. */
export const isSaving = ({ saving }: Pick<State, "saving">): boolean =>
  [...saving.values()].some(({ stage }) => stage === "loading");

/** Whether files of a channel are on their way, or could not go. */
export const hasUploads = ({ outbox, chosen_files }: Place, channel_id: number): boolean =>
  filesOf({
    outbox: outbox.filter((one) => one.channel_id === channel_id),
    chosen_files: new Map([[channel_id, chosenIn(chosen_files, channel_id)]]),
  }).some((file) => !isUp(file));

/** The file that goes up next. Those of a message that failed wait until it is tried again. */
export const nextUpload = ({ outbox, chosen_files }: Place): ChosenFile | undefined =>
  filesOf({ outbox: outbox.filter(({ failure }) => failure === null), chosen_files }).find(
    ({ file, problem }) => file === null && problem === null,
  );

export const hasProblem = ({ problem }: ChosenFile): boolean => problem !== null;

/** Changes a file, or takes it away, wherever it is. A message whose files are all up has them as its attachments. */
export function withFile(
  { outbox, chosen_files }: Place,
  key: string,
  change: (file: ChosenFile) => ChosenFile | undefined,
): Partial<State> {
  const changed = (files: Files) => files.flatMap((one) => (one.key === key ? (change(one) ?? []) : [one]));
  const has = (files: Files) => files.some((one) => one.key === key);
  for (const [channel_id, chosen] of chosen_files)
    if (has(chosen)) return withChosen({ chosen_files }, channel_id, changed(chosen));
  return {
    outbox: outbox.flatMap((one) =>
      one.uploads && has(one.uploads) ? withUploads(one, changed(one.uploads)) : [one],
    ),
  };
}

export function withChosen(
  state: Pick<State, "chosen_files">,
  channel_id: number,
  chosen: Files,
): Pick<State, "chosen_files"> {
  const chosen_files = new Map(state.chosen_files);
  if (chosen.length === 0) chosen_files.delete(channel_id);
  else chosen_files.set(channel_id, chosen);
  return { chosen_files };
}

/**
 * A file that failed fails the message, so that later ones pass; without it the message goes on. Without any it waits for a word:
 * who takes a file away may mean all of it, or the text alone.
 */
function withUploads({ uploads: before = [], ...message }: Pending, uploads: Files): Pending[] {
  if (uploads.length === 0)
    return message.content === "" ? [] : [{ ...message, failure: words().uploads.text_alone }];
  const own_failure = before.some(hasProblem) ? null : message.failure;
  const failure = uploads.some(hasProblem) ? words().uploads.one_failed : own_failure;
  if (!uploads.every(isUp)) return [{ ...message, failure, uploads }];
  const attachments = uploads.flatMap(({ file }) => file ?? []);
  return [{ ...message, failure, kept: false, ...(attachments.length > 0 && { attachments }) }];
}
