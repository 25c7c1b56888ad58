/** The first of these values that take no more than so many bytes as JSON, all together. */
export function fitting<T>(values: readonly T[], bytes_max: number): T[] {
  let bytes = 0;
  const index = values.findIndex((value) => (bytes += sizeOf(value)) > bytes_max);
  return index < 0 ? [...values] : values.slice(0, index);
}

/** Bytes of a value as JSON in UTF-8, with the comma behind it. */
export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;
