import type { Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { HostChoice } from '../../storage/hostRecords.ts';
import { adviseBinding, type AdviceReason, type BindingAdvice } from './bindingAdvice.ts';
import type { ConnectedHost } from './remoteState.ts';
import { traitsOf } from '../../storage/accountKinds.ts';

/** One thing a person can do about the Codex of a host. */
export type HostOption =
  | {
      readonly kind: 'lend';
      readonly account: Account;
      readonly binding: 'lease' | 'copy';
      readonly advice: AdviceReason | undefined;
    }
  | { readonly kind: 'own'; readonly advice: AdviceReason | undefined }
  | { readonly kind: 'renew' }
  /** The CLI's own device code, in a terminal of that host. */
  | { readonly kind: 'cli' }
  | { readonly kind: 'remove' }
  /** Nothing is offered for this host any more. */
  | { readonly kind: 'leave' }
  /** Back to deciding by what is there. */
  | { readonly kind: 'auto' };

/** What decides which choices a host has. */
export interface HostOptionFacts {
  readonly state: Pick<ConnectedHost, 'host' | 'record' | 'signIn'>;
  readonly accounts: readonly Account[];
  readonly inUse: AccountId | undefined;
  readonly byDefault: HostChoice;
}

/** Everything that can be done about a host, the recommended way first, each way with why. */
export function listHostOptions({ state, accounts, inUse, byDefault }: HostOptionFacts): readonly HostOption[] {
  const { record, signIn } = state;
  const lendable = accounts.filter((account) => traitsOf(account).lentAs !== undefined);
  const sorted = lendable.sort((left, right) => Number(right.id === inUse) - Number(left.id === inUse));
  const first = sorted[0];
  const advice = first && adviseFor(state, { account: first, byDefault });
  const adviceFor = (binding: BindingAdvice['binding']): AdviceReason | undefined =>
    advice?.binding === binding ? advice.reason : undefined;
  const lends = sorted.flatMap((account): readonly HostOption[] => {
    const binding = traitsOf(account).lentAs;
    return binding === undefined
      ? []
      : [{ kind: 'lend', account, binding, advice: account === first ? adviceFor(binding) : undefined }];
  });
  const own: HostOption = { kind: 'own', advice: adviceFor('own') };
  const isLease = (signIn.kind === 'placed' || signIn.kind === 'restartRequired') && signIn.placed.binding === 'lease';
  return [
    ...(isLease ? [{ kind: 'renew' } as const] : []),
    ...(own.advice === undefined ? [...lends, own] : [own, ...lends]),
    { kind: 'cli' },
    ...(signIn.kind === 'placed' || signIn.kind === 'restartRequired' ? [{ kind: 'remove' } as const] : []),
    ...(record.choice === 'none' ? [] : [{ kind: 'leave' } as const]),
    ...(record.choice === 'auto' ? [] : [{ kind: 'auto' } as const]),
  ];
}

/** How one account should be used on this host. */
export function adviseFor(
  { host, record }: Pick<ConnectedHost, 'host' | 'record'>,
  { account, byDefault }: { readonly account: Account; readonly byDefault: HostChoice },
): BindingAdvice {
  return adviseBinding({ choice: record.choice, byDefault, codex: host.codex, accountKind: account.credential.kind });
}
