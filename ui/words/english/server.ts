/** Which server this is, and how well the way to it is guarded. */
export const server = {
  encrypted: (proof: string) => `Encrypted. ${proof}`,
  not_encrypted: "Not encrypted: others on the way can read along.",
  proof_authority: "A known authority vouches for this server.",
  proof_own: "You trust this server’s own certificate.",
  proof_browser: "Your browser vouches for this server, or asked you about it.",
};
