import { describeWho, type Account, type Identity } from '../../storage/account.ts';
import type { AccountId, GrantId } from '../../storage/ids.ts';
import type { GrantEntry, Owner } from '../../storage/ledger.ts';
import { sha256Hex } from '../../base/bytes.ts';
import { accountKinds } from '../../storage/accountKinds.ts';

/** The Ledger's entry of an account's grant once the account is saved: listed there, its token's hash the current one. */
export async function enterAccount(
  account: Account,
  {
    owner,
    current,
    before,
  }: { readonly owner: Owner; readonly current: string; readonly before: GrantEntry | undefined },
): Promise<GrantEntry> {
  const others = (before?.accounts ?? []).filter(({ id }) => id !== account.id);
  const changed = before !== undefined && before.current !== current;
  return {
    grantId: account.grantId,
    gen: changed ? before.gen + 1 : (before?.gen ?? 1),
    owner,
    current,
    spent: changed ? [...before.spent.filter((hash) => hash !== current), before.current] : (before?.spent ?? []),
    accounts: [
      ...others,
      {
        id: account.id,
        kind: account.credential.kind,
        vaultId: owner.vaultId,
        who: await hashWho(account.identity, account.grantId),
      },
    ],
    pending: changed ? undefined : before?.pending,
    dead: changed ? undefined : before?.dead,
    writtenBy: owner.product,
    forgottenAtMs: undefined,
  };
}

/** An account that leaves a grant. */
export interface Leaving {
  readonly id: AccountId;
  readonly nowMs: number;
  /** The Home may still hold the key or token that was the grant: then that is remembered, too. */
  readonly mayStandInHome?: boolean;
}

/**
 * The entry of a grant once an account has left it: forgotten with its last one, so that it is not imported again.
 * @returns undefined when nothing of it has to be remembered
 */
export function leaveGrant(entry: GrantEntry, { id, nowMs, mayStandInHome = false }: Leaving): GrantEntry | undefined {
  const accounts = entry.accounts.filter((listed) => listed.id !== id);
  const isLast = accounts.length === 0;
  return isLast && !mayStandInHome && entry.accounts.every(({ kind }) => !accountKinds[kind].hasGrant)
    ? undefined
    : { ...entry, accounts, forgottenAtMs: isLast ? nowMs : entry.forgottenAtMs };
}

/** Who it is, as the Ledger may know it. An account without a person is only ever itself: it goes by its grant. */
export async function hashWho(identity: Identity, grantId?: GrantId): Promise<string> {
  return sha256Hex(describeWho(identity) ?? grantId ?? '');
}
