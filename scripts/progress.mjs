// What a person reads while a script works: one line per step, with the seconds since the script began.

const beganAtMs = Date.now();

/** Prints one line of progress. */
export function say(text) {
  process.stdout.write(`[${secondsSince(beganAtMs).padStart(6)}] ${text}\n`);
}

/** Seconds since a moment, as text with one decimal: `'12.3s'`. */
export function secondsSince(atMs) {
  return `${((Date.now() - atMs) / 1000).toFixed(1)}s`;
}
