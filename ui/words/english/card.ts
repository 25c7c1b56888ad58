/** The card of a person. */
export const card = {
  you: "(you)",
  write_to: (name: string) => `Write to ${name}`,
  message: "Message",
  mention: "Mention",
  edit: "Edit profile",
  status: "Set status",
  unknown: (name: string) => `Nobody you know of is called ${name}.`,
};
