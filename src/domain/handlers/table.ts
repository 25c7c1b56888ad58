import type { Handlers } from "../handler.ts";
import { deleteMessage, editMessage, pinMessage, reactToMessage } from "./changes.ts";
import {
  addChannelMember,
  createChannel,
  joinChannel,
  leaveChannel,
  listChannels,
  updateChannel,
} from "./channels.ts";
import { beginFile, cancelFile, discardFile, fileStatus, finishFile, putFile, readFile } from "./files.ts";
import { hello } from "./hello.ts";
import { login, register, resume } from "./login.ts";
import { listMembers, openDm } from "./members.ts";
import {
  catchUp,
  getMessages,
  listEdits,
  listHistory,
  listPins,
  listReactors,
  sendMessage,
  startTyping,
} from "./messages.ts";
import { arrangeChannels, setPreferences } from "./preferences.ts";
import { choosePresence, setIdle } from "./presence.ts";
import { getUsers, readAvatar, setAvatar, setProfile } from "./profile.ts";
import { markRead, markUnread } from "./read-markers.ts";
import { searchMessages } from "./search.ts";
import { changePassword, endOtherSessions, endSession, listSessions, logout } from "./sessions.ts";

/** A request without a row here does not compile. */
export const handlers: Handlers = {
  hello,
  ping: async () => ({}),
  "session.register": register,
  "session.login": login,
  "session.resume": resume,
  "session.logout": logout,
  "session.list": listSessions,
  "session.end": endSession,
  "session.end_others": endOtherSessions,
  "password.change": changePassword,
  "sync.catch_up": catchUp,
  "channel.list": listChannels,
  "channel.create": createChannel,
  "channel.join": joinChannel,
  "channel.leave": leaveChannel,
  "channel.add_member": addChannelMember,
  "channel.update": updateChannel,
  "channel.mark_read": markRead,
  "channel.mark_unread": markUnread,
  "channel.set_preferences": setPreferences,
  "channel.arrange": arrangeChannels,
  "dm.open": openDm,
  "member.list": listMembers,
  "message.send": sendMessage,
  "message.edit": editMessage,
  "message.delete": deleteMessage,
  "message.react": reactToMessage,
  "message.pin": pinMessage,
  "message.history": listHistory,
  "message.get": getMessages,
  "message.edits": listEdits,
  "message.reactors": listReactors,
  "message.pins": listPins,
  "message.search": searchMessages,
  "typing.start": startTyping,
  "file.begin": beginFile,
  "file.put": putFile,
  "file.status": fileStatus,
  "file.finish": finishFile,
  "file.cancel": cancelFile,
  "file.discard": discardFile,
  "file.read": readFile,
  "presence.choose": choosePresence,
  "presence.set_idle": setIdle,
  "profile.set": setProfile,
  "profile.set_avatar": setAvatar,
  "profile.read_avatar": readAvatar,
  "user.get": getUsers,
};
