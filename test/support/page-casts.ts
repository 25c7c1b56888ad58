import type { Channel } from "../../src/protocol/channel.ts";
import { PageServer } from "./page-server.ts";

/** Made-up neighbourhoods for the page's pictures and tests. */

const minute_ms = 60_000;
const day_ms = 86_400_000;

/** A moment on a day before today, in local time. */
const at = (days_ago: number, hours: number, minutes: number): number => {
  const date = new Date();
  date.setHours(hours, minutes, 0, 0);
  return date.getTime() - days_ago * day_ms;
};

type Line = readonly [author: string, minutes_later: number, text: string, kind?: "action"];

function talk(chat: PageServer, channel: Channel, start_ms: number, lines: readonly Line[]): void {
  let at_ms = start_ms;
  for (const [author, minutes, content, kind = "text"] of lines) {
    at_ms += minutes * minute_ms;
    const own = author === chat.me.username;
    chat.data.say(channel, chat.data.person(author), content, {
      at_ms,
      kind,
      nonce: own ? `${at_ms} ${content.length}` : null,
    });
  }
}

/** Friends who have talked for three days, in some channels and alone. */
export function busyStreet(): PageServer {
  const chat = new PageServer("ana");
  const { data } = chat;
  for (const name of ["ben", "chidi", "dalia", "emre"]) data.person(name);
  for (const name of ["fatima", "George_Hollingsworth", "hana"]) data.person(name, "offline");
  const general = data.channel("general", "General discussion");
  const garden = data.channel("garden", "Seeds, tools, and who waters what while others are away");
  const movies = data.channel("movie-night", "Fridays at eight, at Dalia’s");
  data.channel("neighbourhood-watch-and-parking", "Who parks where", true);
  data.channel("lost-and-found", "Cats, keys, gloves", false);
  data.channel("recipes", "", false);
  talk(chat, general, at(2, 18, 2), earlier);
  talk(chat, general, at(1, 9, 14), yesterday);
  talk(chat, general, at(0, 0, 2), today);
  data.say(garden, data.person("chidi"), "The tomatoes are out!", { read: false });
  data.say(garden, data.person("emre"), "At last.", { read: false });
  data.say(movies, data.person("dalia"), "Popcorn is sorted.");
  const ben = data.dm(chat.me, data.person("ben"));
  talk(chat, ben, at(1, 20, 30), [
    ["ben", 0, "Which gloves were yours again?"],
    ["ana", 2, "the blue ones, on the bench"],
    ["ben", 1, "Found them 🧤"],
  ]);
  const dalia = data.dm(chat.me, data.person("dalia"));
  for (const text of ["Are you coming on Friday?", "I need a head count", "and someone to bring chairs"])
    data.say(dalia, data.person("dalia"), text, { read: false, at_ms: at(0, 0, 1) });
  return chat;
}

const earlier: readonly Line[] = [
  ["chidi", 0, "Good evening all. The ladder is back in the shed, thank you for lending it."],
  ["chidi", 1, "One rung is loose, I will fix it on Saturday."],
  ["dalia", 12, "No hurry! Nobody climbs in this weather."],
  ["ben", 3, "Speak for yourself, my gutters are full of leaves again."],
  ["emre", 2, "I have a long brush. Come round after work and we do yours and mine in one go."],
  ["ben", 1, "Deal. I bring cake."],
];

const yesterday: readonly Line[] = [
  [
    "dalia",
    0,
    "The council has answered about the street party: https://willow-street.example/party/permit.pdf",
  ],
  ["dalia", 1, "Short version: yes, but the road must be free again at ten."],
  ["ana", 4, "Wonderful! I can ask the school for benches."],
  ["ana", 1, "They lent us twelve last year."],
  ["emre", 0, "Twelve were just right."],
  ["ben", 9, "waves the first flag of the season", "action"],
  [
    "George_Hollingsworth",
    22,
    "Count me in for the grill. As every year, I need two helpers and one person who stops me from putting garlic on everything.",
  ],
  ["hana", 2, "🎉"],
];

const today: readonly Line[] = [
  ["ben", 0, "Morning! Does anybody else have no water?"],
  ["chidi", 2, "Works here, number 14."],
  ["emre", 1, "Here too."],
  ["ben", 3, "Then it is my tap. Sorry for the noise."],
  ["ana", 1, "I have a spare washer if you need one, same model as yours I think."],
  ["ana", 0, "It lies on the bench in the shed, left drawer."],
  ["ben", 4, "You are a hero, thank you!"],
];

/** A channel in which nobody has written yet. */
export function emptyChannel(): PageServer {
  const chat = new PageServer("ana");
  chat.data.person("ben");
  chat.data.channel("general", "General discussion");
  return chat;
}

/** Texts that break layouts. */
export function oddTexts(): PageServer {
  const chat = new PageServer("ana");
  const general = chat.data.channel("general", "General discussion ".repeat(10).trim());
  chat.data.channel("a-channel-with-a-name-of-30-ch", "Long");
  talk(chat, general, at(0, 0, 1), [
    ["ben", 0, "word ".repeat(400).trim()],
    ["Twenty_characters_ab", 1, `https://example.org/${"very-long-path/".repeat(20)}`],
    ["Twenty_characters_ab", 0, "a".repeat(300)],
    ["chidi", 1, '<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; "quotes"'],
    ["dalia", 1, "שלום לכולם, מה שלומכם היום?"],
    ["dalia", 0, "مرحبا بالجميع، كيف حالكم اليوم؟ see you at 5 PM"],
    ["emre", 1, "👍🏽"],
    ["emre", 0, "👨‍👩‍👧‍👦 🇳🇴 ❤️"],
    ["emre", 0, "A line\n\n    an indented one\nand one more with 🍅 in it."],
    ["ana", 2, "smiles", "action"],
    ["ana", 0, "Mail me: mailto:ana@example.org (or see http://example.org/a_(b))."],
  ]);
  return chat;
}

/** A thousand members, three of them there. */
export function manyMembers(): PageServer {
  const chat = busyStreet();
  for (let number = 0; number < 992; number++) chat.data.person(`member_${number}`, "offline");
  for (const member of chat.data.people.values())
    member.status = ["ana", "ben", "chidi"].includes(member.username) ? "online" : "offline";
  return chat;
}
