/** The field where one picks people, and the dialog for a new message to them. */
export const picker = {
  placeholder: "Type a name",
  list: "People",
  too_many: (people_max: number) => `At most ${people_max} people.`,
  none: "Nobody you know of. Enter takes the name as it is.",
  remove: (name: string) => `Remove ${name}`,
  new_title: "New message",
  new_about: (people_max: number) =>
    `To one person, or to a group of up to ${people_max}. Only those in it can read it.`,
  new_to: "To",
  new_group: "Start group",
  new_write: "Write",
};
