/** The question before one leaves a channel. */
export const leaving = {
  title: (channel: string) => `Leave ${channel}?`,
  about_private:
    "This channel is private: you will not see it any more, and only a member can add you again.",
  about_open: "You can join it again at any time.",
  stay: "Stay",
  leave: "Leave channel",
};
