import { crc32, deflateSync } from "node:zlib";

/** A real png: a sky over hills, in the given hue, so that somebody who looks at it sees which way is up. */
export function makePng(width: number, height: number, hue = 0): Uint8Array {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const hill =
        height * (0.62 + 0.12 * Math.sin((x / width) * 7 + hue) + 0.05 * Math.sin((x / width) * 23));
      const depth = y > hill ? 0.35 + (0.3 * (y - hill)) / height : 0.95 - (0.4 * y) / height;
      const at = y * (width * 3 + 1) + 1 + x * 3;
      for (let part = 0; part < 3; part++)
        rows[at + part] = Math.round(255 * depth * (0.62 + 0.38 * Math.cos(hue + part * 2.1)));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
