import type { Words } from "./english.ts";
import { address } from "./german/address.ts";
import { card } from "./german/card.ts";
import { channel_menu } from "./german/channel-menu.ts";
import { channels } from "./german/channels.ts";
import { code } from "./german/code.ts";
import { commands } from "./german/commands.ts";
import { common } from "./german/common.ts";
import { composer } from "./german/composer.ts";
import { connection } from "./german/connection.ts";
import { devices } from "./german/devices.ts";
import { emoji_names } from "./german/emoji-names.ts";
import { emoji } from "./german/emoji.ts";
import { ended } from "./german/ended.ts";
import { errors } from "./german/errors.ts";
import { files } from "./german/files.ts";
import { finding } from "./german/finding.ts";
import { help } from "./german/help.ts";
import { hosting } from "./german/hosting.ts";
import { invite } from "./german/invite.ts";
import { keys } from "./german/keys.ts";
import { leaving } from "./german/leaving.ts";
import { lightbox } from "./german/lightbox.ts";
import { link } from "./german/link.ts";
import { members } from "./german/members.ts";
import { message_actions } from "./german/message-actions.ts";
import { message_list } from "./german/message-list.ts";
import { messages } from "./german/messages.ts";
import { notices } from "./german/notices.ts";
import { notifying } from "./german/notifying.ts";
import { outbox } from "./german/outbox.ts";
import { people } from "./german/people.ts";
import { picker } from "./german/picker.ts";
import { pins } from "./german/pins.ts";
import { profile } from "./german/profile.ts";
import { search } from "./german/search.ts";
import { server } from "./german/server.ts";
import { servers } from "./german/servers.ts";
import { settings } from "./german/settings.ts";
import { sidebar } from "./german/sidebar.ts";
import { sign_in } from "./german/sign-in.ts";
import { start } from "./german/start.ts";
import { status } from "./german/status.ts";
import { switcher } from "./german/switcher.ts";
import { times } from "./german/times.ts";
import { told } from "./german/told.ts";
import { top_bar } from "./german/top-bar.ts";
import { trust } from "./german/trust.ts";
import { uploads } from "./german/uploads.ts";

export const german: Words = {
  address,
  card,
  channel_menu,
  channels,
  code,
  commands,
  common,
  composer,
  connection,
  devices,
  emoji_names,
  emoji,
  ended,
  errors,
  files,
  finding,
  help,
  hosting,
  invite,
  keys,
  leaving,
  lightbox,
  link,
  members,
  message_actions,
  message_list,
  messages,
  notices,
  notifying,
  outbox,
  people,
  picker,
  pins,
  profile,
  search,
  server,
  servers,
  settings,
  sidebar,
  sign_in,
  start,
  status,
  switcher,
  times,
  top_bar,
  trust,
  uploads,
};

export const german_told = told;
