import { commands } from 'vscode';
import type { CurrentAccount } from '../accounts/currentAccount.ts';
import type { Disposable } from '../util/disposables.ts';
import type { HostSituation } from '../hosts/hostSituation.ts';

/** Keeps the context keys that menus ask for in step with the account in use. */
export function followContextKeys(current: CurrentAccount, host: HostSituation): Disposable {
  const follow = (): void => {
    const { state } = current;
    const account = 'account' in state ? state.account : undefined;
    set('signedIn', account !== undefined);
    set('accountKind', account?.credential.kind ?? '');
  };
  set('hostKind', host.kind);
  follow();
  return current.onDidChange(follow);
}

function set(key: 'signedIn' | 'accountKind' | 'hostKind', value: boolean | string): void {
  void commands.executeCommand('setContext', `codexAccounts.${key}`, value);
}
