import { limits } from "../../src/protocol/limits.ts";
import { exampleBytes, exampleSession } from "./example.ts";

const seconds = (ms: number): string => `${ms / 1000} s`;

/** What stands before the reference: how a client works, in prose. */
export const chapters = (): string =>
  [
    introduction,
    frames,
    webSocket,
    beginning,
    sending,
    rev,
    catchUp,
    reading,
    people,
    presence,
    profiles,
    sessions,
    heartbeat,
    closing,
    example,
  ].join("\n");

const introduction = `# The protocol

<!-- Made by \`bun run docs\` from src/protocol/. Change the declarations, not this file. -->

With this page alone one can write a client. It is version ${limits.protocol_version}, spoken over TCP or TLS, by default on port ${limits.port_default}. The
server offers TLS unless it was started with \`--no-tls\`; its certificate is usually self-signed, so a client shows the
SHA-256 fingerprint at the first meeting, remembers it, and refuses another one later.
`;

const frames = `## Frames

Both ways: 4 bytes of length (unsigned, big-endian), then as many bytes of UTF-8 JSON, one object a frame. A ping:

\`\`\`text
${exampleBytes()}
\`\`\`

Two kinds go to the server or answer it, one comes unasked:

| frame | from | fields |
| --- | --- | --- |
| request | client | \`{"id": 7, "type": "message.send", "body": {...}}\` |
| reply | server | \`{"re": 7, "ok": {...}}\` or \`{"re": 7, "error": {"code", "message", "retry_after_ms"?}}\` |
| event | server | \`{"type": "message.created", "body": {...}}\` |

- \`id\` is a number of the client's choosing, 0 or greater; its reply has it as \`re\`. A \`body\` that is left out counts as \`{}\`.
- Every request gets exactly one reply. Requests are worked on in the order they came, and replied to in that order, but
  for \`message.send\`, \`file.put\` and \`file.finish\`, which may be under way together. The reply to
  \`ping\` comes after all that was sent before it.
- \`message\` of an error is a sentence for a person; programs look at \`code\`.
- Unknown fields are ignored, both ways. A request of an unknown type gets the error \`unknown\`.
- A frame that is no JSON object with \`id\` and \`type\` cannot be answered: the server closes with \`bad_frame\`. So it does for one
  with a field whose name begins with a digit or an escape, as none of a request does, for one over \`nested_bytes_max\` with more than \`nesting_max\` arrays and objects
  within one another or of more than \`nested_values_max\` values (an empty array or object counts as two), and with \`too_large\` for a length over the limit.
- Who ends its own side of the connection ends all of it. What was asked before may have been done without its reply coming, or, when the system of either side
  drops what is still on its way, not be read at all: wait for the replies first.
`;

const webSocket = `## Over a WebSocket

For pages in a browser, at \`/socket\` of the port that also serves the page (by default one above the other, TLS like there). The binary messages, one after
the other, are the same stream of bytes as over TCP: length, payload, length, payload. Where a message ends means nothing: it may carry many frames or a
part of one, at most ${limits.web_message_bytes_max} bytes. A text message, or one without a byte, is answered with \`bad_frame\`, and so is who sends short ones by the thousand in one moment. Protocol 1 is not spoken here: the first request must be \`hello\`.
\`Origin\` must name the host that is asked; a client that is no browser sets it to that too. There are no cookies.
`;

const beginning = `## Beginning

The first frame decides: a connection that begins with the request \`hello\` speaks this protocol, any other speaks protocol 1,
which the server keeps for older clients and which is not described here. \`hello\` with another version than ${limits.protocol_version} gets
the error \`unsupported\`. Then the client logs in, by \`session.register\`, \`session.login\`, or \`session.resume\` with the token of
an earlier login. A token is shown once, is good until \`expires_at_ms\`, and is as secret as a password: the server
keeps only its hash. Until the login a frame may have at most ${limits.frame_bytes_max_before_login} bytes and ${limits.values_max_before_login} values (it is \`too_large\` beyond), and ${seconds(limits.login_timeout_ms)} may pass between tries.

After the login come the events of all channels the user is a member of. Ask for \`sync.catch_up\` then: it tells the channels,
and of those the client holds messages of, what has changed. Ask for the \`message.history\` of what is shown.
`;

const sending = `## Sending, order and repeats

- **Acknowledged means stored.** The reply to \`message.send\` comes after the message is on disk. The sender hears
  \`message.created\` too, like every member, on each of its connections, as a rule before the reply; the \`nonce\` in it tells
  which of its own messages it is.
- **Nonce.** Make one (random, up to ${limits.nonce_chars_max} characters) before the first try, and keep it with the text until the reply has
  come. When the connection is lost in between, send the same again with the same nonce: the message is stored once and
  the reply names the first one, today or in a year, also when it was edited or deleted meanwhile; its \`rev\` is that of the message's last
  change. The same nonce for another channel, kind, text, \`reply_to_seq\` or other files is \`nonce_reused\`; of a message that has been
  deleted text and files are not known any more, so they are not compared.
- **Refused or not now.** After \`internal\`, \`busy\`, \`rate_limited\`, or no answer in time, send the same again a little later, and
  nothing later of the same channel before it, or the order is lost. Any other error is final: only a person can do something about it.
- **seq.** The messages of a channel are numbered 1, 2, 3 ... without holes. \`seq\` orders them; clocks do not. It never changes,
  and a deleted message keeps it.
- **Rate.** More than ${limits.messages_per_second} messages of one user within ${seconds(limits.rate_window_ms)} are refused with \`rate_limited\`; \`hello\` tells the server's own number.
  A message, or an edit, with \`@here\` or \`@channel\` in a channel of which more than ${limits.calls_free_users_max} members are connected counts for a rate of its own
  too: ${limits.calls_per_period} at once and as many again, evenly, in ${seconds(limits.calls_period_ms)}.
  Requests that change something else count by themselves, at most ${limits.changes_per_second} within ${seconds(limits.rate_window_ms)}. Requests of any
  kind but \`file.put\`, \`file.read\` and \`profile.read_avatar\` may come ${limits.requests_per_period} at once and as many again, evenly, in ${seconds(limits.requests_period_ms)}.
  The client waits for \`retry_after_ms\` and sends the same again.
- **Replies.** \`reply_to_seq\` names the message of the same channel that one answers. Its text is not sent along: it may change. Take
  it from what is there, or ask \`message.get\`.
`;

const rev = `## What changes: rev

Each channel counts its changes: every new message, edit, deletion, reaction and pin takes the channel's next \`rev\` (1, 2, 3 ...
without holes), and the message remembers the one it took last. What changes nothing takes none and is told to nobody: the same
text again, a reaction that is there already. The events \`message.created\`, \`message.edited\`, \`message.deleted\`, \`message.reacted\`
and \`message.pinned\` come in the order of their rev.

So a client keeps one number for each channel, its position: the highest rev up to which it has missed nothing. For an event with
a rev of

- **one more** than the position: apply it, and the position is that rev;
- **no more** than the position: apply it only if the message it is about is held with a lower rev;
- **more than that**: something was missed. Ask \`sync.catch_up\` for this channel from the old position on.

A reply may come before the event of the same change, or after it; it has the rev too, and moves no position. An event about a message that
is not held (an old one) moves the position and is otherwise of no concern.

- **Edited.** The message keeps its place, its \`edited_at_ms\` is set, and \`message.edits\` tells what it said before.
  Of more than ${limits.edits_per_message_max} earlier texts the first and the last ${limits.edits_per_message_max - 1} are kept.
- **Deleted.** A tombstone keeps the place: \`deleted_at_ms\` is set, \`content\` is empty, \`edited_at_ms\` is null again, earlier texts, files, reactions and the pin are gone, for
  everybody, and within about a minute from the server's files. The client throws them away too.
- **Reacted.** The event has all counts of the message, in order. Who reacted is in \`user\`: that is how a client knows \`mine\`.
- Nothing in an archived channel changes: \`forbidden\`.
`;

const catchUp = `## Coming back: catching up

After every login, also the first, and whenever something was missed:

1. Send \`sync.catch_up\` with one entry for each channel of which messages are held: its \`channel_id\`, the position as \`rev\`, and as
   \`from_seq\` the seq of the oldest message held (leave it out when all are held). None on the first start.
2. \`channels\` of the reply are all channels, as \`channel.list\` would tell them. A channel that was held and is neither among
   them nor in \`changes\` nor in \`left_out\` is gone for this user: drop it with its messages.
3. For each entry of \`changes\`:
   - without \`is_gap\`: put each message in the place of the one with the same seq, or add it. What was held is now as the server has it:
     new messages, edits, deletions, reactions and pins made meanwhile, each message once, in its present state.
   - with \`is_gap\`: over ${limits.catch_up_max} messages have changed, or more than fits into an answer or can be looked through. Drop all that was held of the channel and take these,
     the newest ones; older ones come by \`message.history\` with \`before_seq\`, as somebody scrolls.
   - the position is now \`last_rev\`.
4. For channels in \`left_out\`, ask again, with their old positions.

All of one reply is one moment's picture. Events that come while it is awaited are in it already, or newer: keep those that are ahead of the position
and go through them, by the rules above, once the reply is applied. A message is never replaced by one with a lower rev.
When a database was put back from a backup, the server may know less than the client; it answers with \`is_gap\` then.

To show a channel of which nothing is held: its position is \`last_rev\` of the Channel as known before asking for \`message.history\`. The
page may be newer than that, which does no harm.

A page is \`limit\` messages, oldest first; \`has_more_before\` and \`has_more_after\` tell whether to ask on. \`around_seq\` is for jumps: to the original of
a reply, to a pin, to the first unread message. A client that shows an older page keeps it apart from the newest one until the pages meet.
`;

const reading = `## Unread messages and mentions

- \`read_seq\` of a Channel is the user's read marker, the same on all devices: unread are \`last_seq - read_seq\` messages. Who has not joined
  has nothing unread.
- \`channel.mark_read\` moves it forward, never back: a late request undoes nothing. Send it when the newest message is really seen: the window in
  front, the channel open, scrolled to its end. One's own message moves it too, but for one of
  protocol 1 in direct messages of which something is not delivered yet: that stays unread.
- \`channel.mark_unread\` moves it back, to right before a message.
- Deleted messages right behind the marker count as read, however many: \`read_seq\` stands at the last of them. To who is connected \`message.deleted\` tells by
  \`deleted_run\`: a \`read_seq\` from \`from_seq - 1\` on and below \`to_seq\` becomes \`to_seq\`.
- Whenever the marker moves, all devices of the user hear \`channel.marked_read\`, with the new \`read_seq\` and \`mention_count\`. What
  the event says counts, not what was asked for. (One's own message moves it without that event: \`message.created\` tells.)
- \`mention_count\` is how many unread messages of others name the user, who is a member, counted up to ${limits.mentions_counted_max}, which stands for that many or more: \`@name\` (3 to 20 of A-Z a-z 0-9 _, in any case, no letter of A-Z, digit,
  \`_\` or \`@\` right before or behind), \`@here\` (the members connected at that moment) or \`@channel\` (all members); of more than ${limits.names_per_message_max} different names in a text the first ones count, these two among them. Between the server's
  counts a client adds what \`message.created\` brings, by the same rule. An edit names anew, but whom \`@here\` named
  in the text before stays named while \`@here\` stays; a deletion names nobody: whom that is about hears \`mention.changed\`, and counts one more or one less, when \`seq\` is unread and \`rev\` higher than the \`last_rev\` they know.
`;

const people = `## Channels and their members

- **public**: everybody sees it in the list, may read it and may join it.
- **private**: only its members know of it; others get \`not_found\`, as for a channel that does not exist. A member adds others with
  \`channel.add_member\`; they hear \`channel.created\`. Names of private channels are not unique: a client goes by id.
- **dm**: direct messages of 1 to ${limits.dm_members_max} users (with oneself: notes), found or made by \`dm.open\`, the same one for the same users. The others hear
  \`channel.created\` with its first message. One in which nobody has written goes \`dm_unbegun_ms\` after it was opened last: each member hears
  \`member.left\` of themself, and \`dm.open\` makes another. To make one of three and more counts like making a channel.

Who is added, or joins, hears the channel's events from then on; who leaves hears them no more. \`member.joined\` and \`member.left\` tell all members,
also the user's own other devices. Who made a channel may rename and archive it; every member may change its description.
`;

const presence = `## Presence and typing

- How a user shows is the best of their devices: \`online\`, or \`idle\` when all devices are, unless they chose \`dnd\` (do not disturb) or to be
  invisible, which others see as \`offline\`. The choice and the status text are kept by the server; \`presence.chosen\` tells one's own devices.
- A device reports with \`presence.set_idle\` that nobody has used it for ${limits.idle_after_ms / 60_000} min, and that it is used again. Each connection begins as in use.
- \`presence.changed\` tells everybody, several users at once, at most every ${limits.presence_interval_ms} ms (more rarely when very many are connected: ${limits.presence_interval_ms_per_thousand} ms for each thousand of
  them); what was taken back meanwhile is not told. Who does not take what they are sent is told later, when they do; that somebody writes, not at all. What was
  before is told by each Member, with the presence of that moment: of the dms, of \`member.list\`, of \`member.joined\`.
- While somebody writes, their client sends \`typing.start\` at once and again every ${seconds(limits.typing_interval_ms)}. The others show it for ${seconds(limits.typing_shown_ms)} after each
  \`typing.started\`, or until the user's message comes. It is stored nowhere.
`;

const profiles = `## Names and pictures of people

- A User is told as they are now: \`display_name\` is what to call them, \`avatar_id\` names their picture. What is left out is not set: call them by
  their \`username\`, which is theirs alone, never changes, and is what \`@name\` and \`dm.open\` go by. Several may have the same \`display_name\`, so tell both where it matters who it is.
- \`profile.set\` and \`profile.set_avatar\` change one's own; \`user.updated\` tells everybody. A client keeps one entry for each user, the last one it was told, and
  shows by it also what was written before. After a time away it asks \`user.get\` for those it shows.
- A picture is square, at most ${limits.avatar_pixels_max} pixels a side and ${limits.avatar_bytes_max / 1_024} KiB, PNG, JPEG or WebP by its bytes. The server takes it as it is: a client makes it anew
  from its pixels first, so that where it was taken is not told along. Another picture has another id, so one by its id never changes. A server without
  the capability \`files\` has no pictures of people either: \`unsupported\`.
`;

const sessions = `## Sessions

Each login by password makes a session, which lives in its token: one for a device. \`session.list\` shows them. Its time begins anew with each
use; who stays connected stays logged in. \`session.end\` and \`session.end_others\` end sessions, \`password.change\` all others, \`session.logout\`
the own one. The connections of an ended session get \`connection.closing\` with \`session_ended\` and close at once; the user's other devices
hear \`session.ended\`. A client whose session has ended forgets the token and asks for the password. What it has not sent yet it keeps.
`;

const heartbeat = `## Heartbeat

Who has been silent for 80 to 100 % of \`heartbeat_interval_ms\`, a share drawn for each connection, gets the event \`ping\`; any frame is
an answer, the request \`ping\` the usual one. Silent for twice the interval, though pinged: the server closes with \`silent\`. A client does the same in the
other direction: it sends the request \`ping\` after a while of silence (a random part of the interval more or less, so that not all beat
at once), and takes a connection on which nothing comes back for lost.
`;

const closing = `## When the connection ends

The server's last frame is \`connection.closing\` with a reason of a fixed list (below) and \`retry\`: whether connecting again can help.

- **With \`retry_after_ms\`** (a planned restart): come back after that time. It differs from client to client, so that they do not come all at once.
- **With \`retry\` and no time, or without any last frame** (the connection was lost): connect again after a random time between 0 and a bound that begins with
  half a second and doubles with each try, up to 30 s. At once when the machine wakes, the network changes, or somebody asks for it.
- **Without \`retry\`**: do not. \`session_ended\` needs the password, the others a better client.

Come back by \`session.resume\`, never by password; then catch up; then send what is still unacknowledged, oldest first, each with its old nonce. An error
with \`retry_after_ms\` (\`rate_limited\`, \`busy\`) means: the same request again after that time.
`;

const example = `## An example

\`->\` is sent by the client, \`<-\` by the server; the four bytes of length, then the payload.

\`\`\`text
${exampleSession()}
\`\`\`
`;
