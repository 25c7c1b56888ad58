export const errors = {
  unexpected: "Something went wrong. Please try again.",
  no_connection: "There is no connection to the server just now.",
  no_answer: "The server did not answer in time. Please try again.",
};
