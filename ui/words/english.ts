import { address } from "./english/address.ts";
import { card } from "./english/card.ts";
import { channel_menu } from "./english/channel-menu.ts";
import { channels } from "./english/channels.ts";
import { code } from "./english/code.ts";
import { commands } from "./english/commands.ts";
import { common } from "./english/common.ts";
import { composer } from "./english/composer.ts";
import { connection } from "./english/connection.ts";
import { devices } from "./english/devices.ts";
import { emoji_names } from "./english/emoji-names.ts";
import { emoji } from "./english/emoji.ts";
import { ended } from "./english/ended.ts";
import { errors } from "./english/errors.ts";
import { files } from "./english/files.ts";
import { finding } from "./english/finding.ts";
import { help } from "./english/help.ts";
import { hosting } from "./english/hosting.ts";
import { invite } from "./english/invite.ts";
import { keys } from "./english/keys.ts";
import { leaving } from "./english/leaving.ts";
import { lightbox } from "./english/lightbox.ts";
import { link } from "./english/link.ts";
import { members } from "./english/members.ts";
import { message_actions } from "./english/message-actions.ts";
import { message_list } from "./english/message-list.ts";
import { messages } from "./english/messages.ts";
import { notices } from "./english/notices.ts";
import { notifying } from "./english/notifying.ts";
import { outbox } from "./english/outbox.ts";
import { people } from "./english/people.ts";
import { picker } from "./english/picker.ts";
import { pins } from "./english/pins.ts";
import { profile } from "./english/profile.ts";
import { search } from "./english/search.ts";
import { server } from "./english/server.ts";
import { servers } from "./english/servers.ts";
import { settings } from "./english/settings.ts";
import { sidebar } from "./english/sidebar.ts";
import { sign_in } from "./english/sign-in.ts";
import { start } from "./english/start.ts";
import { status } from "./english/status.ts";
import { switcher } from "./english/switcher.ts";
import { times } from "./english/times.ts";
import { top_bar } from "./english/top-bar.ts";
import { trust } from "./english/trust.ts";
import { uploads } from "./english/uploads.ts";

/**
 * Every word the page shows, by the part of the window. Where a name or number belongs into a sentence, a function
 * says it; where the name is more than text, the function takes and gives any kind of node: `<T>(name: T) => ["Leave ", name]`.
 */
export const english = {
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

/** What each language has to say. A missing word is a compile error. */
export type Words = typeof english;
