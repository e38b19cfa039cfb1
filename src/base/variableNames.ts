/** Names of variables. Codex takes one that is empty, or holds blanks alone, for none; workload identity does not. */
export interface VariableNames {
  readonly filled: readonly string[];
  readonly empty: readonly string[];
}

/** The names of an environment; no value leaves it. */
export function sortVariables(environment: Readonly<Record<string, string | undefined>>): VariableNames {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined);
  const isEmpty = (value: string | undefined): boolean => (value ?? '').trim() === '';
  return {
    filled: set.flatMap(([name, value]) => (isEmpty(value) ? [] : [name])),
    empty: set.flatMap(([name, value]) => (isEmpty(value) ? [name] : [])),
  };
}
