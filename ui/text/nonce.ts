/** 128 random bits in hexadecimal. crypto.randomUUID is not there in the native window, which is no secure context. */
export const makeNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
