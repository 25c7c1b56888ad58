import type { Words } from "./english.ts";
import { commands } from "./german/commands.ts";
import { common } from "./german/common.ts";
import { emoji_names } from "./german/emoji-names.ts";
import { errors } from "./german/errors.ts";
import { finding } from "./german/finding.ts";
import { link } from "./german/link.ts";
import { members } from "./german/members.ts";
import { message_actions } from "./german/message-actions.ts";
import { messages } from "./german/messages.ts";
import { people } from "./german/people.ts";
import { server } from "./german/server.ts";
import { sidebar } from "./german/sidebar.ts";
import { sign_in } from "./german/sign-in.ts";
import { status } from "./german/status.ts";
import { switcher } from "./german/switcher.ts";
import { told } from "./german/told.ts";
import { top_bar } from "./german/top-bar.ts";
import { trust } from "./german/trust.ts";
import { uploads } from "./german/uploads.ts";

export const german: Words = {
  commands,
  common,
  emoji_names,
  errors,
  finding,
  link,
  members,
  message_actions,
  messages,
  people,
  server,
  sidebar,
  sign_in,
  status,
  switcher,
  top_bar,
  trust,
  uploads,
};

export const german_told = told;
