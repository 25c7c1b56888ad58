/** Code within a message. */
export const code = {
  copy: "Copy",
  copy_label: "Copy the code",
};
