import { isProvider, type Account } from '../../storage/account.ts';
import { findKeyTail } from './accountIdentity.ts';
import type { SuggestLabels } from './ports.ts';

type Named = Pick<Account, 'credential' | 'identity'>;

/** What this account may be called; by whether a person may be seen, else as the person wants it now. */
export function suggestFor(
  suggest: SuggestLabels,
  { credential, identity }: Named,
  hidesPersonalInfo?: boolean,
): readonly [string, ...string[]] {
  const setup = isProvider(credential) ? credential.setup : undefined;
  return suggest({ kind: credential.kind, identity, keyTail: findKeyTail(credential), setup }, hidesPersonalInfo);
}

/** The label of an account that has changed, or of which more or less may be seen: one that the person gave it stays. */
export async function followLabel(
  suggest: SuggestLabels,
  {
    account,
    now,
    taken,
  }: { readonly account: Account; readonly now: Named; readonly taken: () => Promise<readonly string[]> },
): Promise<string> {
  const { label } = account;
  const suggestions = suggestFor(suggest, now);
  const isOurs = [true, false].some((hides) => isMadeOf(suggestFor(suggest, account, hides), label));
  return isMadeOf(suggestions, label) || !isOurs ? label : makeUnique(suggestions, await taken());
}

/**
 * The first of the suggestions that nobody has yet, else the first with a number: labels tell accounts apart, in lists and
 * for VS Code's allow-lists.
 */
export function makeUnique(suggestions: readonly [string, ...string[]], taken: readonly string[]): string {
  const free = suggestions.find((label) => !taken.includes(label));
  if (free !== undefined) {
    return free;
  }
  let count = 2;
  while (taken.includes(`${suggestions[0]} ${String(count)}`)) {
    count += 1;
  }
  return `${suggestions[0]} ${String(count)}`;
}

/** Whether a label is one that these suggestions led to, with its number or without. */
function isMadeOf(suggestions: readonly string[], label: string): boolean {
  return suggestions.some(
    (suggestion) =>
      label === suggestion || (label.startsWith(`${suggestion} `) && /^\d+$/u.test(label.slice(suggestion.length + 1))),
  );
}
