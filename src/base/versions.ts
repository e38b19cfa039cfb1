/** Whether a release is before another one. What is no release is not: a build of one's own says anything. */
export function isOlder(version: string, needed: string): boolean {
  const [ours, theirs] = [readNumbers(version), readNumbers(needed)];
  if (ours === undefined || theirs === undefined) {
    return false;
  }
  const at = ours.findIndex((number, place) => number !== theirs[place]);
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

function readNumbers(version: string): readonly number[] | undefined {
  return /^v?(\d+)\.(\d+)\.(\d+)/u.exec(version.trim())?.slice(1).map(Number);
}
