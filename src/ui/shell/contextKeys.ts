import { commands } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { AccountState, CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { findRemote, type HostSituation } from '../../window/hostSituation.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Event } from '../../base/emitter.ts';
import type { FolderAccount } from './folderAccount.ts';
import type { SignInAttemptState } from './signInAttemptState.ts';
import type { Log } from './log.ts';

export interface ContextFacts {
  readonly log: Pick<Log, 'unawaited'>;
  readonly current: Pick<CurrentAccount, 'state' | 'onDidChange'>;
  readonly attempt: Pick<SignInAttemptState, 'state' | 'onDidChange'>;
  readonly directory: Pick<AccountDirectory, 'count'>;
  readonly folder: Pick<FolderAccount, 'find' | 'onDidChange'>;
  readonly host: HostSituation;
  /** Whether a change to `config.toml` can be undone. */
  readonly canUndo: () => Promise<boolean>;
  readonly onDidChangeSecrets: Event<unknown>;
}

/** Keeps the context keys that menus ask for true: the palette shows a command while it can do something. */
export function followContextKeys({
  log,
  current,
  attempt,
  directory,
  folder,
  host,
  canUndo,
  onDidChangeSecrets,
}: ContextFacts): Disposable {
  const scope = new Disposables();
  const set = (key: ContextKey, value: boolean | string): void => {
    log.unawaited('context key', commands.executeCommand('setContext', `codexAccounts.${key}`, value));
  };
  const followAccounts = async (): Promise<void> => {
    const { state } = current;
    const account = 'account' in state ? state.account : undefined;
    set('signedIn', account !== undefined);
    set('accountKind', account?.credential.kind ?? '');
    set('canImport', canImport(state));
    const count = await directory.count();
    set('hasAccounts', count > 0);
    set('hasSeveralAccounts', count > 1);
  };
  const follow = (): void => {
    // Records that can not be read are said by the status bar; the keys stay as they were.
    followAccounts().catch(() => undefined);
  };
  const followUndo = (): void => {
    canUndo().then(
      (can) => {
        set('canUndo', can);
      },
      () => undefined,
    );
  };
  const followAttempt = (): void => {
    set('isBrowserOpen', attempt.state.kind === 'browser');
  };
  const followFolder = (): void => {
    set('hasFolderAccount', folder.find() !== undefined);
  };
  set('hostKind', host.kind);
  set('isOnRemote', findRemote(host) !== undefined);
  for (const update of [follow, followUndo, followAttempt, followFolder]) {
    update();
  }
  scope.add(current.onDidChange(follow));
  scope.add(attempt.onDidChange(followAttempt));
  scope.add(folder.onDidChange(followFolder));
  scope.add(onDidChangeSecrets(followUndo));
  return scope;
}

/** Where it is not known whether Codex is signed in, the import itself finds out. */
function canImport(state: AccountState): boolean {
  return state.kind !== 'loading' && !('home' in state && (state.home.kind === 'none' || state.home.kind === 'ours'));
}

type ContextKey =
  | 'accountKind'
  | 'canImport'
  | 'canUndo'
  | 'hasAccounts'
  | 'hasFolderAccount'
  | 'hasSeveralAccounts'
  | 'hostKind'
  | 'isBrowserOpen'
  | 'isOnRemote'
  | 'signedIn';
