import type { AccountState, CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { AccountKind } from '../../storage/account.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Disposables } from '../../base/disposables.ts';
import { Emitter } from '../../base/emitter.ts';
import { hasPlan, planWord } from '../text/accountText.ts';
import { shareableLabel } from './authenticationSessions.ts';
import { settings } from '../shell/settings.ts';

/** What other extensions may know of the account in use; no token, and no name of a person when those are hidden. */
interface CurrentAccountInfo {
  readonly id: string;
  readonly kind: AccountKind;
  readonly label: string;
  readonly plan: string;
}

/** The API of this extension, version 1: `vscode.extensions.getExtension('codex-accounts.codex-accounts')?.exports`. */
export interface CodexAccountsApi {
  readonly version: 1;
  /** Fires when another account is in use, or what is known of it changed. */
  readonly onDidChangeAccount: (listener: (account: CurrentAccountInfo | undefined) => void) => Disposable;
  currentAccount(): CurrentAccountInfo | undefined;
}

interface ApiFlow {
  readonly current: Pick<CurrentAccount, 'onDidChange'>;
}

export interface FollowingApi {
  readonly api: CodexAccountsApi;
  /** Has it follow the account in use, once the services are there. */
  readonly follow: (flow: ApiFlow) => void;
  readonly dispose: () => void;
}

export function createApi(): FollowingApi {
  const scope = new Disposables();
  const changed = scope.add(new Emitter<CurrentAccountInfo | undefined>());
  let last: AccountState = { kind: 'loading' };
  let told: string | undefined;
  const api: CodexAccountsApi = {
    version: 1,
    onDidChangeAccount: (listener) => changed.event(listener),
    // Described anew: the person may have hidden names since.
    currentAccount: () => describe(last),
  };
  const follow = ({ current }: ApiFlow): void => {
    scope.add(
      current.onDidChange((state) => {
        last = state;
        const next = describe(state);
        if (JSON.stringify(next) !== told) {
          told = JSON.stringify(next);
          changed.fire(next);
        }
      }),
    );
  };
  return {
    api,
    follow,
    dispose: () => {
      scope.dispose();
    },
  };
}

function describe(state: AccountState): CurrentAccountInfo | undefined {
  if (state.kind !== 'signedIn') {
    return undefined;
  }
  const { id, credential, identity } = state.account;
  const label = shareableLabel(state.account, settings.hidePersonalInfo());
  return Object.freeze({
    id,
    kind: credential.kind,
    label,
    plan: hasPlan(credential.kind) ? planWord(identity) : '',
  });
}
