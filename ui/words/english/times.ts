export const times = {
  today: "Today",
  yesterday: "Yesterday",
  today_at: (time: string) => `Today at ${time}`,
  yesterday_at: (time: string) => `Yesterday at ${time}`,
};
