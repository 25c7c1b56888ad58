/** A picture over everything. */
export const lightbox = {
  picture: (name: string) => `Picture ${name}`,
  close_title: "Close (Esc)",
  loading: "Loading",
  not_loaded: "The picture could not be loaded.",
  gone: "The picture is missing on the server.",
  before: "Picture before",
  next: "Next picture",
};
