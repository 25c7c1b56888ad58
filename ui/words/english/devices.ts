const lower = (when: string): string => when.replace(/^[TY]/, (letter) => letter.toLowerCase());

/** Where one is logged in, and the password. */
export const devices = {
  about: "Everywhere you are logged in. End what you do not know, then change your password.",
  list: "Devices",
  end_others: (others: number) => (others === 1 ? "End the other one" : `End all ${others} others`),
  unnamed: "Unnamed device",
  connected: (logged_in: string) => `Connected now, logged in ${lower(logged_in)}`,
  last_used: (when: string, logged_in: string) => `Last used ${lower(when)}, logged in ${lower(logged_in)}`,
  this_one: "This device",
  end: "End",
  end_label: (device: string) => `End ${device}`,

  password_title: "Change your password",
  about_password: "All your other devices will have to log in with the new one.",
  present: "Present password",
  present_missing: "Present password required.",
  new: "New password",
  new_hint: "At least 6 characters",
  again: "New password again",
  again_differs: "This is not the same.",
  change_password: "Change password",
  password_changed: (ended: number) =>
    ended === 0
      ? "Your password is changed."
      : `Your password is changed. Your ${ended === 1 ? "other device was" : `${ended} other devices were`} logged out.`,
};
