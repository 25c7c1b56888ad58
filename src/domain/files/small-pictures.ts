/** Kinds of picture that every browser shows and makes. */
export const small_picture_types: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp"]);
