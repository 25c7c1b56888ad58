const random_bytes = 10;

/**
 * 48 bits of time and 80 random ones in hexadecimal: those made one after another lie beside one another in
 * the server's index. crypto.randomUUID is not there in the native window, which is no secure context.
 */
export const makeNonce = (now_ms: number): string =>
  now_ms.toString(16).padStart(12, "0") +
  Array.from(crypto.getRandomValues(new Uint8Array(random_bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
