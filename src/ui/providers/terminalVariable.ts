import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { isProvider, type Credential } from '../../storage/account.ts';
import type { Secret } from '../../base/secret.ts';

/** What decides whether the terminals of a window get the key of the provider in use. */
export interface TerminalFacts {
  /** The setting `codexAccounts.terminalEnvironment`. */
  readonly isEnabled: boolean;
  readonly isTrusted: boolean;
  /** The other host that terminals of this window run on; undefined where they run here. */
  readonly remoteName: string | undefined;
  /** The person has said yes to it, in this window: what VS Code names is the kind of a host, not which. */
  readonly isRemoteAllowed: boolean;
  readonly state: AccountState;
}

export type TerminalChoice =
  | { readonly kind: 'none' }
  /** The key would go to another host: only with the person's word. */
  | { readonly kind: 'ask'; readonly host: string; readonly label: string }
  | { readonly kind: 'set'; readonly name: string; readonly key: Secret; readonly label: string };

/** Nothing is set where nothing asks for it: a terminal gets the one variable that Codex takes the key from. */
export function chooseTerminalVariable(facts: TerminalFacts): TerminalChoice {
  const { isEnabled, isTrusted, remoteName, isRemoteAllowed, state } = facts;
  if (!isEnabled || !isTrusted || state.kind !== 'signedIn') {
    return { kind: 'none' };
  }
  const { label, credential } = state.account;
  const variable = findKeyVariable(credential);
  if (variable === undefined) {
    return { kind: 'none' };
  }
  return remoteName === undefined || isRemoteAllowed
    ? { kind: 'set', label, ...variable }
    : { kind: 'ask', host: remoteName, label };
}

/** The variable that Codex takes the key of a provider from; undefined where it takes none, or we have no key. */
function findKeyVariable(credential: Credential): { readonly name: string; readonly key: Secret } | undefined {
  if (!isProvider(credential) || credential.key === undefined) {
    return undefined;
  }
  const name = credential.setup.table?.['env_key'];
  return typeof name === 'string' ? { name, key: credential.key } : undefined;
}
