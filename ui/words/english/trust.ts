/** The question whether a certificate is to be trusted. */
export const trust = {
  title: "Is this the right server?",
  unknown: (server: string) =>
    `You have not connected to ${server} before, and no known authority vouches for it. That is usual for a server that a group runs itself.`,
  compare:
    "Compare this fingerprint with the one that the server shows. If they are the same, you are connected to the right server and nobody can read along. Nothing has been sent yet, not even your password.",
  fingerprint: "Fingerprint (SHA-256)",
  where:
    "Whoever runs the server has it: it is printed at the start, and stands under “Your server” in the window. Ask them to read it out. Your answer is remembered, and if the certificate ever changes, the connection is refused.",
  accept: "Trust this server",
  changed_title: "Refused: the server’s certificate has changed",
  changed: (server: string) =>
    `${server} shows another certificate than the one you trusted. Either its owner made a new one, or someone between you and the server wants to read along. Nothing has been sent.`,
  until_now: "Trusted until now",
  shown_now: "Shown just now",
  checked: "I have checked the new fingerprint with the server’s owner",
  accept_changed: "Trust the new certificate",
  refuse: "Do not connect",
};
