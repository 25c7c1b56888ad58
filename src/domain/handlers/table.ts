import type { Handlers } from "../handler.ts";
import { createChannel, joinChannel, leaveChannel, listChannels, markRead } from "./channels.ts";
import { hello } from "./hello.ts";
import { login, logout, register, resume } from "./login.ts";
import { listMembers, openDm } from "./members.ts";
import { listHistory, sendMessage } from "./messages.ts";

/** A request without a row here does not compile. */
export const handlers: Handlers = {
  hello,
  ping: async () => ({}),
  "session.register": register,
  "session.login": login,
  "session.resume": resume,
  "session.logout": logout,
  "channel.list": listChannels,
  "channel.create": createChannel,
  "channel.join": joinChannel,
  "channel.leave": leaveChannel,
  "channel.mark_read": markRead,
  "dm.open": openDm,
  "member.list": listMembers,
  "message.send": sendMessage,
  "message.history": listHistory,
};
