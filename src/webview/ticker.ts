/** The page's time as a port: a test says what time it is. */
export interface Ticker {
  /** Milliseconds since the page began; no clock that somebody sets changes it. */
  nowMs(): number;
  /** Calls `tick` every second until the answer is called. */
  everySecond(tick: () => void): () => void;
}

/** The browser's. */
export const browserTicker: Ticker = {
  nowMs: () => performance.now(),
  everySecond: (tick) => {
    const timer = setInterval(tick, 1000);
    return () => {
      clearInterval(timer);
    };
  },
};
