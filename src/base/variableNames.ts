/** Names of variables. Codex takes one that is empty, or holds blanks alone, for none; workload identity does not. */
export interface VariableNames {
  readonly filled: readonly string[];
  readonly empty: readonly string[];
}

/** Of an environment these names alone, as it gives them. Windows knows them in any case of letters. */
export function pickVariables(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
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
