/** What to give to others so that they come to this server. */
export const invite = {
  item: "Invite people",
  title: (server: string) => `Invite people to ${server}`,
  about:
    "Who gets one of these can make an account here. In the window it goes where “Join a server” asks for the address; a link leads there by itself.",
  only_here: "This address works only on this computer.",
};
