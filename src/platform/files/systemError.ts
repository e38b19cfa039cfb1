/** True when a failure of the operating system carries one of these codes. */
export function hasCode(failure: unknown, ...codes: readonly string[]): boolean {
  return (
    failure instanceof Error && 'code' in failure && typeof failure.code === 'string' && codes.includes(failure.code)
  );
}
