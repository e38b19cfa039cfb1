import { l10n } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { ruledKindOf } from '../../accounts/directory/accountIdentity.ts';
import type { RuledSignIn, RulesInUse, SignInRules } from '../../accounts/use/signInRules.ts';
import type { Account, AccountKind, Identity } from '../../storage/account.ts';

/** What Codex is signed in with on this computer, as far as rules are about it. */
export interface SignInThere {
  readonly kind: AccountKind;
  readonly identity: Identity;
  readonly label: string;
  /** Undefined for one that is not among our accounts. */
  readonly account: Account | undefined;
}

/** Undefined where no one is signed in, or with what we do not know. */
export function findSignInThere(state: AccountState): SignInThere | undefined {
  const home = 'home' in state ? state.home : undefined;
  if (home?.kind === 'ours') {
    const { account } = home;
    return { kind: ruledKindOf(account), identity: account.identity, label: account.label, account };
  }
  return home?.kind === 'foreign' && home.found.kind !== 'other'
    ? {
        kind: home.found.kind,
        identity: home.found.identity,
        label: l10n.t('The sign-in of the Codex CLI'),
        account: undefined,
      }
    : undefined;
}

/** Whose sign-in it is: a rule is said once for each. */
export function nameSignIn({ account, identity }: SignInThere): string {
  return account?.id ?? identity.workspaceId ?? '';
}

/** What a rule does to it, as of now. */
export async function judgeSignInThere(
  { kind, identity }: SignInThere,
  { loadRules }: { readonly loadRules: () => Promise<Pick<SignInRules, 'judgeInUse'>> },
): Promise<RulesInUse> {
  return (await loadRules()).judgeInUse(kind, identity);
}

/** What a click may do about it. One that is not kept here is kept first: what is only in the Home would be gone with it. */
export function offerAgainst(there: SignInThere, ruled: RuledSignIn): 'takeOut' | 'keep' | undefined {
  return there.account === undefined ? 'keep' : mayTakeOut(ruled) ? 'takeOut' : undefined;
}

/** Never while a layer that could say otherwise is not known, and not for one folder alone. */
export function mayTakeOut({ verdict, folder, unknown }: RuledSignIn): boolean {
  return verdict.kind === 'refused' && folder === undefined && unknown === undefined;
}
