/**
 * The part of the D-Bus wire format that desktop notifications need: method calls out, and replies, errors
 * and signals in. Little endian. Knows no socket.
 */

export type DBusArgument =
  | { type: "u"; value: number }
  | { type: "i"; value: number }
  | { type: "s"; value: string }
  | { type: "as"; value: readonly string[] }
  /** A dictionary of variants, each a string or a byte. */
  | { type: "a{sv}"; value: Readonly<Record<string, string | number>> };

export interface MethodCall {
  serial: number;
  destination: string;
  path: string;
  interface: string;
  member: string;
  args: readonly DBusArgument[];
}

/** A message that came. Its arguments are numbers, strings and arrays of strings; what stands after any other type is left out. */
export interface DBusMessage {
  kind: "return" | "error" | "signal" | "call" | "other";
  reply_serial: number | undefined;
  interface: string | undefined;
  member: string | undefined;
  /** Of an error. */
  error_name: string | undefined;
  args: (number | string | string[])[];
}

/** The first bytes of a message, after which its length is known. */
export const dbus_header_bytes = 16;

const method_call = 1;
const kinds = ["other", "call", "return", "error", "signal"] as const;
const field = {
  path: 1,
  interface: 2,
  member: 3,
  error_name: 4,
  reply_serial: 5,
  destination: 6,
  signature: 8,
} as const;

export function encodeCall(call: MethodCall): Uint8Array {
  const body = new Writer();
  for (const arg of call.args) writeArgument(body, arg);
  const head = new Writer();
  head.bytes(["l".charCodeAt(0), method_call, 0, 1]);
  head.u32(body.length);
  head.u32(call.serial);
  head.array(8, () => {
    writeField(head, field.path, "o", call.path);
    writeField(head, field.destination, "s", call.destination);
    writeField(head, field.interface, "s", call.interface);
    writeField(head, field.member, "s", call.member);
    if (call.args.length > 0)
      writeField(head, field.signature, "g", call.args.map(({ type }) => type).join(""));
  });
  head.align(8);
  return Buffer.concat([head.done(), body.done()]);
}

/** How long the message is whose first 16 bytes these are. */
export function messageLength(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, dbus_header_bytes);
  return dbus_header_bytes + aligned(view.getUint32(12, true), 8) + view.getUint32(4, true);
}

/** Reads one whole message. Throws RangeError when it ends too early. */
export function decodeMessage(bytes: Uint8Array): DBusMessage {
  const reader = new Reader(bytes, 12);
  const fields = new Map<number, number | string>();
  const fields_end = reader.u32() + dbus_header_bytes;
  while (reader.offset < fields_end) {
    reader.align(8);
    const code = reader.u8();
    const value = readBasic(reader, reader.signature());
    if (value !== undefined) fields.set(code, value);
  }
  reader.align(8);
  return {
    kind: kinds[bytes[1] ?? 0] ?? "other",
    reply_serial: numberIn(fields, field.reply_serial),
    interface: stringIn(fields, field.interface),
    member: stringIn(fields, field.member),
    error_name: stringIn(fields, field.error_name),
    args: readArguments(reader, stringIn(fields, field.signature) ?? ""),
  };
}

function writeArgument(writer: Writer, arg: DBusArgument): void {
  if (arg.type === "u" || arg.type === "i") return writer.u32(arg.value >>> 0);
  if (arg.type === "s") return writer.string(arg.value);
  if (arg.type === "as") return writer.array(4, () => arg.value.forEach((text) => writer.string(text)));
  writer.array(8, () => {
    for (const [key, value] of Object.entries(arg.value)) {
      writer.align(8);
      writer.string(key);
      writer.signature(typeof value === "string" ? "s" : "y");
      if (typeof value === "string") writer.string(value);
      else writer.bytes([value]);
    }
  });
}

function writeField(writer: Writer, code: number, type: "o" | "s" | "g", text: string): void {
  writer.align(8);
  writer.bytes([code]);
  writer.signature(type);
  if (type === "g") writer.signature(text);
  else writer.string(text);
}

function readArguments(reader: Reader, signature: string): DBusMessage["args"] {
  const args: DBusMessage["args"] = [];
  for (const type of signature.match(/as|./g) ?? []) {
    const value = type === "as" ? reader.strings() : readBasic(reader, type);
    if (value === undefined) break;
    args.push(value);
  }
  return args;
}

function readBasic(reader: Reader, type: string): number | string | undefined {
  if (type === "s" || type === "o") return reader.string();
  if (type === "g") return reader.signature();
  if (type === "u" || type === "i") return reader.u32();
  return undefined;
}

const numberIn = (fields: Map<number, number | string>, code: number): number | undefined => {
  const value = fields.get(code);
  return typeof value === "number" ? value : undefined;
};

const stringIn = (fields: Map<number, number | string>, code: number): string | undefined => {
  const value = fields.get(code);
  return typeof value === "string" ? value : undefined;
};

const aligned = (offset: number, to: number): number => Math.ceil(offset / to) * to;

class Writer {
  readonly #out: number[] = [];

  get length(): number {
    return this.#out.length;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#out);
  }

  bytes(values: Iterable<number>): void {
    for (const value of values) this.#out.push(value);
  }

  align(to: number): void {
    while (this.#out.length % to !== 0) this.#out.push(0);
  }

  u32(value: number): void {
    this.align(4);
    for (let shift = 0; shift < 32; shift += 8) this.#out.push((value >>> shift) & 0xff);
  }

  string(text: string): void {
    const utf8 = new TextEncoder().encode(text);
    this.u32(utf8.length);
    this.bytes(utf8);
    this.bytes([0]);
  }

  signature(text: string): void {
    this.bytes([text.length, ...new TextEncoder().encode(text), 0]);
  }

  /** An array's length counts its elements only, from the first one's alignment on. */
  array(element_alignment: number, elements: () => void): void {
    this.u32(0);
    const length_at = this.#out.length - 4;
    this.align(element_alignment);
    const start = this.#out.length;
    elements();
    const length = this.#out.length - start;
    for (let byte = 0; byte < 4; byte++) this.#out[length_at + byte] = (length >>> (8 * byte)) & 0xff;
  }
}

class Reader {
  readonly #view: DataView;

  constructor(
    readonly source: Uint8Array,
    public offset: number,
  ) {
    this.#view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  align(to: number): void {
    this.offset = aligned(this.offset, to);
  }

  u8(): number {
    return this.#view.getUint8(this.offset++);
  }

  u32(): number {
    this.align(4);
    this.offset += 4;
    return this.#view.getUint32(this.offset - 4, true);
  }

  string(): string {
    return this.#text(this.u32());
  }

  signature(): string {
    return this.#text(this.u8());
  }

  strings(): string[] {
    const end = this.u32() + this.offset;
    const texts: string[] = [];
    while (this.offset < end) texts.push(this.string());
    return texts;
  }

  #text(length: number): string {
    const bytes = this.source.subarray(this.offset, this.offset + length);
    this.offset += length + 1;
    return new TextDecoder().decode(bytes);
  }
}
