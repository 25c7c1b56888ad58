import type { Words } from "./english.ts";
import { commands } from "./german/commands.ts";
import { common } from "./german/common.ts";
import { emoji_names } from "./german/emoji-names.ts";
import { errors } from "./german/errors.ts";
import { finding } from "./german/finding.ts";
import { link } from "./german/link.ts";
import { message_actions } from "./german/message-actions.ts";
import { people } from "./german/people.ts";
import { server } from "./german/server.ts";
import { sidebar } from "./german/sidebar.ts";
import { sign_in } from "./german/sign-in.ts";
import { status } from "./german/status.ts";
import { told } from "./german/told.ts";
import { top_bar } from "./german/top-bar.ts";
import { uploads } from "./german/uploads.ts";

export const german: Words = {
  commands,
  common,
  emoji_names,
  errors,
  finding,
  link,
  message_actions,
  people,
  server,
  sidebar,
  sign_in,
  status,
  top_bar,
  uploads,
};

export const german_told = told;
