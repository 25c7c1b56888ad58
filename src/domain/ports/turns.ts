/** Turns of work that many would do in the same moment, as one commit or one timer let all of them go on. */
export interface Turns {
  /**
   * Resolves in a later turn of the loop, when it is the turn of this user, whose turns come in the order asked. What is done then
   * is part of the turn until it waits for anything but the database's reads.
   */
  next(user_id: number): Promise<void>;
}
