/** Writes the events of one customer as lines of JSON, at most as many as the customer has left, none after `now`. */
export class EventWriter {
  /** The lines so far, each with its line feed. */
  text = '';
  left: number;
  readonly #customerId: string;
  readonly #now: number;
  #written = 0;

  constructor(customerId: string, budget: number, now: number) {
    this.#customerId = customerId;
    this.left = budget;
    this.#now = now;
  }

  /** `members` is JSON text that begins with a comma. False when the event was not written. */
  write(eventType: string, time: number, members: string): boolean {
    if (this.left === 0 || time >= this.#now) return false;
    this.left--;
    this.#written++;
    const id = this.#customerId;
    this.text +=
      `{"_id":"${id}-${this.#written}","timestamp":"${new Date(time).toISOString()}","eventType":"${eventType}",` +
      `"identityMap":{"CRMID":[{"id":"${id}","primary":true}]}${members}}\n`;
    return true;
  }
}
