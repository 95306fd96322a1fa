/** Calls back later; a test has one that it moves by hand. */
export interface Timer {
  /** Calls back once after the time, given in milliseconds below 2^31; the answer cancels that. */
  after(ms: number, callback: () => void): () => void;
}

/** Real time; never keeps the process alive. */
export const systemTimer: Timer = {
  after(ms, callback) {
    const timeout = setTimeout(callback, ms);
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};
