/** A text as JSON, or undefined when it is none, whatever the parser says about it: that text could quote a token. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
