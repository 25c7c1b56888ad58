/** A client's side of a WebSocket, without a socket: what stands around the bytes of its binary messages. */
export class WebFraming {
  /** How the server answered the request to connect; "" until it has. */
  status = "";
  /** What the server closed with, once it has. */
  close_code = 0;
  #unread: Buffer = Buffer.alloc(0);

  request(host: string, port: number, origin = `http://${host}:${port}`): Uint8Array {
    const lines = [
      "GET /socket HTTP/1.1",
      `Host: ${host}:${port}`,
      `Origin: ${origin}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      `Sec-WebSocket-Key: ${Buffer.alloc(16, "chat").toString("base64")}`,
      "Sec-WebSocket-Version: 13",
    ];
    return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
  }

  /** One message. A mask of zeros leaves the bytes as they are. */
  message(bytes: Uint8Array, opcode = 2): Uint8Array {
    const length = Buffer.alloc(9);
    length[0] = 0x80 | 127;
    length.writeBigUInt64BE(BigInt(bytes.length), 1);
    const short = bytes.length < 126 ? Buffer.of(0x80 | bytes.length) : length;
    return Buffer.concat([Buffer.of(0x80 | opcode), short, Buffer.alloc(4), bytes]);
  }

  /** The bytes of the binary messages that are complete with this chunk. */
  read(chunk: Uint8Array): Uint8Array[] {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    if (this.status === "" && !this.#readAnswer()) return [];
    const messages: Uint8Array[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (next.opcode === 2) messages.push(next.payload);
      if (next.opcode === 8) this.close_code = next.payload.readUInt16BE(0);
    }
    return messages;
  }

  #readAnswer(): boolean {
    const end = this.#unread.indexOf("\r\n\r\n");
    if (end < 0) return false;
    this.status = this.#unread.toString("latin1", 0, this.#unread.indexOf("\r\n"));
    this.#unread = this.#unread.subarray(end + 4);
    return true;
  }

  #next(): { opcode: number; payload: Buffer } | undefined {
    const [first = 0, short = 0] = this.#unread;
    const header = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (this.#unread.length < header) return undefined;
    const length =
      header === 4
        ? this.#unread.readUInt16BE(2)
        : header === 10
          ? Number(this.#unread.readBigUInt64BE(2))
          : short;
    if (this.#unread.length < header + length) return undefined;
    const payload = this.#unread.subarray(header, header + length);
    this.#unread = this.#unread.subarray(header + length);
    return { opcode: first & 15, payload };
  }
}
