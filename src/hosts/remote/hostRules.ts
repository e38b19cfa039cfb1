import { unknownIdentity } from '../../accounts/directory/accountIdentity.ts';
import { judgeThere, type RuledSignIn } from '../../accounts/use/signInRules.ts';
import type { RulesReading } from '../../home/rules/evaluateRules.ts';
import type { AccountKind, Identity } from '../../storage/account.ts';
import type { HomeStatus } from './companionProtocol.ts';
import type { RuledOut } from './remoteState.ts';

/** What the rules of a host do to the sign-in that is there, whoever put it there. */
export function judgeStanding(rules: RulesReading, home: HomeStatus['home']): RuledSignIn | undefined {
  return home.kind === 'signedIn' && home.credential !== 'other'
    ? judgeThere(rules, home.credential, { ...unknownIdentity, userId: home.userId, workspaceId: home.workspaceId })
    : undefined;
}

/**
 * The rule of a host against putting an account there. Where no Codex starts for a broken layer, none is about the account:
 * what is put there waits for it.
 */
export function findRefusal(
  rules: RulesReading | undefined,
  kind: AccountKind,
  identity: Identity,
): RuledOut | undefined {
  const ruled = rules && judgeThere(rules, kind, identity);
  return ruled === undefined || ruled.verdict.kind === 'broken' ? undefined : { kind: 'ruledOut', ruled };
}

/** The same before a sign-in is made for it: whose it will be is not known yet. */
export function findOwnRefusal(rules: RulesReading | undefined): RuledOut | undefined {
  const refusal = findRefusal(rules, 'chatgpt', unknownIdentity);
  const verdict = refusal?.ruled.verdict;
  return verdict?.kind === 'refused' && verdict.reason === 'workspace' ? undefined : refusal;
}
