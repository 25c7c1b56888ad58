import { pngHeader } from "../files.ts";

const script = new TextEncoder().encode(`"><script>alert(1)</script><svg onload=alert(1)>`);

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** A gif that announces this size; its first picture is one dot. */
export function gifHeader(width: number, height: number): Uint8Array {
  const gif = Uint8Array.fromBase64("R0lGODlhAwACAIAAAP8AAAAAACH5BAAAAAAALAAAAAADAAIAAAIChF8AOw==");
  const view = new DataView(gif.buffer);
  view.setUint16(6, width, true);
  view.setUint16(8, height, true);
  return gif;
}

/** The extended kind of webp, which announces a canvas. */
export function webpHeader(width: number, height: number): Uint8Array {
  const webp = new Uint8Array(40);
  webp.set(text("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0"));
  const view = new DataView(webp.buffer);
  view.setUint32(24, width - 1, true);
  view.setUint32(27, height - 1, true);
  return webp;
}

/** Small files of which a careless reader would make something very large. */
export const bombs: Readonly<Record<string, Uint8Array>> = {
  "a png of 50,000 by 50,000": pngHeader(50_000, 50_000),
  "a png of 2^31 - 1 by 2^31 - 1": pngHeader(0x7fffffff, 0x7fffffff),
  "a png of 1 by 2^32 - 1": pngHeader(1, 0xffffffff),
  "a gif of 65,535 by 65,535": gifHeader(65_535, 65_535),
  "a webp of 2^24 by 2^24": webpHeader(0xffffff, 0xffffff),
};

/** Files that are no pictures, whatever they are called. */
export const no_pictures: Readonly<Record<string, Uint8Array>> = {
  html: text("<!doctype html><script>alert(1)</script>"),
  "html behind white space": text(`\n\n   <html><body onload=alert(1)>`),
  svg: text(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
  "svg behind a declaration": text(`<?xml version="1.0"?><!DOCTYPE svg><svg onload="alert(1)"/>`),
  pdf: text("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
  "a program": text("\x7fELF\x02\x01\x01"),
  "a script": text("#!/bin/sh\nrm -rf /\n"),
  "an archive": text("PK\x03\x04\x14\0\0\0"),
  xml: text(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>`),
  "a bmp": text("BM\x36\0\0\0\0\0\0\0"),
  "an ico": text("\0\0\x01\0\x01\0"),
};

/** Pictures that are something else too: they stay pictures, and nothing else is ever made of them. */
export const polyglots: Readonly<Record<string, readonly [media_type: string, bytes: Uint8Array]>> = {
  "a png with html behind it": ["image/png", joined(pngHeader(8, 8), script)],
  "a gif with html behind it": ["image/gif", joined(gifHeader(3, 2), script)],
  "a gif that begins like a script": [
    "image/gif",
    joined(text("GIF89a/*"), text("\0\0\0"), text("*/=1;alert(1)//")),
  ],
};
