import { html } from "htm/preact";
import type { FunctionComponent } from "preact";

import type { Channel } from "../../src/protocol/channel.ts";
import type { DialogName } from "../state/dialogs.ts";
import { AddMembersDialog } from "./add-members-dialog.ts";
import { useApp } from "./app-context.ts";
import { BrowseDialog } from "./browse-dialog.ts";
import { ChannelSettingsDialog } from "./channel-settings-dialog.ts";
import { CreateChannelDialog } from "./create-channel-dialog.ts";
import { HelpDialog } from "./help-dialog.ts";
import { HostingDialog } from "./hosting-dialog.ts";
import { InviteDialog } from "./invite-dialog.ts";
import { LeaveDialog } from "./leave-dialog.ts";
import { NewMessageDialog } from "./new-message-dialog.ts";
import { NotSentDialog } from "./not-sent-dialog.ts";
import { SettingsDialog } from "./settings-dialog.ts";
import { StatusDialog } from "./status-dialog.ts";
import { SwitchDialog } from "./switch-dialog.ts";

/** Over the chat alone; what can be open without it, AppView shows. */
type ChatDialog = Exclude<DialogName, "remove_server">;

/** Those about a channel get it; they close with it. */
const dialogs: { [N in ChatDialog]: FunctionComponent<{ channel: Channel }> | FunctionComponent } = {
  create_channel: CreateChannelDialog,
  help: HelpDialog,
  hosting: HostingDialog,
  invite: InviteDialog,
  browse: BrowseDialog,
  new_message: NewMessageDialog,
  settings: SettingsDialog,
  status: StatusDialog,
  switch: SwitchDialog,
  not_sent: NotSentDialog,
  add_members: AddMembersDialog,
  channel_settings: ChannelSettingsDialog,
  leave_channel: LeaveDialog,
};

const of_channel: ReadonlySet<DialogName> = new Set(["add_members", "channel_settings", "leave_channel"]);

/** The dialog that is open. One about a channel is about the open one, unless another was chosen. */
export function OpenDialog({ channel: open }: { channel: Channel | undefined }) {
  const { dialog, dialog_channel_id, channels } = useApp().store.view;
  const name = dialog.value;
  if (name === null || name === "remove_server") return null;
  const channel = dialog_channel_id.value === null ? open : channels.value.get(dialog_channel_id.value);
  if (of_channel.has(name) && channel?.joined !== true) return null;
  return html`<${dialogs[name]} key=${name} channel=${channel} />`;
}
