/** `Work`, then `Work 2`, `Work 3`: labels tell accounts apart, in lists and for VS Code's allow-lists. */
export function makeUnique(label: string, taken: readonly string[]): string {
  let unique = label;
  for (let count = 2; taken.includes(unique); count += 1) {
    unique = `${label} ${String(count)}`;
  }
  return unique;
}
