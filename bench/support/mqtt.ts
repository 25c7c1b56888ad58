/** The few packets of MQTT 3.1.1 that a benchmark needs. */
export type MqttPacket = Uint8Array;

export const connect = (client_id: string): MqttPacket =>
  packet(0x10, [...field("MQTT"), 4, 2, 0, 0, ...field(client_id)]);

export const subscribe = (topic: string): MqttPacket => packet(0x82, [0, 1, ...field(topic), 0]);

export const publish = (topic: string, payload: string): MqttPacket =>
  packet(0x30, [...field(topic), ...Buffer.from(payload)]);

const field = (content: string): number[] => [0, content.length, ...Buffer.from(content)];

/** Short enough that its length fits into 7 bits. */
function packet(type: number, body: readonly number[]): MqttPacket {
  if (body.length > 127) throw new RangeError("too long for one byte of length");
  return Uint8Array.from([type, body.length, ...body]);
}
