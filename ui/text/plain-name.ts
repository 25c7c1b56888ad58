import { channelNameProblem, newUsernameProblem, type Rule } from "../../src/protocol/rules.ts";

/** Letters that are written with two where there are only a to z; marks on others are left out. */
const spelled: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "oe",
  å: "aa",
  þ: "th",
  ð: "d",
  đ: "d",
  ł: "l",
  ı: "i",
};

/** The nearest name a channel can have: "kueche" of "Küche". Undefined when nothing is left of the text, or it is wrong otherwise. */
export const plainChannelName = (text: string): string | undefined =>
  fitting(
    inPlainLetters(text.toLowerCase())
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, ""),
    text,
    channelNameProblem,
  );

/** The nearest username: "Juergen" of "Jürgen". */
export const plainUsername = (text: string): string | undefined =>
  fitting(
    inPlainLetters(text)
      .replace(/[^A-Za-z0-9_]+/g, "_")
      .replace(/^_|_$/g, ""),
    text,
    newUsernameProblem,
  );

function fitting(name: string, text: string, rule: Rule): string | undefined {
  return rule(name) === undefined && name !== text.trim() ? name : undefined;
}

function inPlainLetters(text: string): string {
  const written = text.normalize("NFC").replace(/\p{L}/gu, (letter) => {
    const plain = spelled[letter.toLowerCase()] ?? letter;
    return letter === letter.toLowerCase() ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
  });
  return written.normalize("NFD").replace(/\p{M}/gu, "");
}
