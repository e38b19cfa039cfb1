import {
  authentication,
  EventEmitter,
  l10n,
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationProviderSessionOptions,
  type AuthenticationSession,
} from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { isAccountId, type Account } from '../../storage/account.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { buildSession, diffSessions } from './authenticationSessions.ts';
import type { Log } from '../shell/log.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import { settings } from '../shell/settings.ts';

const providerId = 'codex-accounts';

export interface ProviderFlow {
  readonly current: Pick<CurrentAccount, 'state' | 'update' | 'onDidChange'>;
  readonly directory: Pick<AccountDirectory, 'find' | 'list'>;
  readonly run: (name: CommandName) => Promise<void>;
  /** Asks how far a sign-out shall reach, and does it. */
  readonly signOutOf: (account: Account) => Promise<void>;
}

/**
 * Codex accounts for other extensions, through VS Code, which asks the person once for each of them. Only kinds with a
 * bearer of their own (`chatgpt`, `accessToken`) make sessions, with the access token alone: a raw API key is never
 * handed out, because whoever holds it spends the person's money without an end (docs/decisions.md, Sessions for other
 * extensions).
 */
export class CodexAuthenticationProvider implements AuthenticationProvider, Disposable {
  readonly #load: () => Promise<ProviderFlow>;
  readonly #log: Pick<Log, 'unawaited'>;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>());
  readonly onDidChangeSessions = this.#changed.event;
  #known: readonly AuthenticationSession[] = [];

  constructor(load: () => Promise<ProviderFlow>, log: Pick<Log, 'unawaited'>) {
    this.#load = load;
    this.#log = log;
    this.#scope.add(
      authentication.registerAuthenticationProvider(providerId, l10n.t('Codex'), this, {
        supportsMultipleAccounts: true,
      }),
    );
  }

  /** Tells those who cache a token that it changed; called once the services are there. */
  follow({ current }: Pick<ProviderFlow, 'current'>): void {
    this.#scope.add(
      current.onDidChange(() => {
        this.#log.unawaited('provider', this.#announce());
      }),
    );
  }

  async getSessions(
    _scopes: readonly string[] | undefined,
    options: AuthenticationProviderSessionOptions,
  ): Promise<AuthenticationSession[]> {
    const sessions = await this.#readSessions();
    this.#known = sessions;
    const { account } = options;
    return account === undefined ? [...sessions] : sessions.filter((session) => session.account.id === account.id);
  }

  async createSession(): Promise<AuthenticationSession> {
    const flow = await this.#load();
    const before = new Set((await this.#readSessions()).map(({ id }) => id));
    await flow.run('signIn');
    const sessions = await this.#readSessions();
    const { state } = flow.current;
    const inUse = state.kind === 'signedIn' ? state.account.id : undefined;
    const session = sessions.find(({ id }) => !before.has(id)) ?? sessions.find(({ id }) => id === inUse);
    if (session === undefined) {
      // What VS Code itself understands as "the person left".
      throw new Error('Cancelled');
    }
    await this.#announce();
    return session;
  }

  /** VS Code's "Sign Out" asks how far it should reach, like ours. */
  async removeSession(id: string): Promise<void> {
    const flow = await this.#load();
    const entry = isAccountId(id) ? await flow.directory.find(id) : undefined;
    if (entry?.kind === 'account') {
      await flow.signOutOf(entry.account);
    }
    await flow.current.update();
    await this.#announce();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  async #readSessions(): Promise<readonly AuthenticationSession[]> {
    const { directory } = await this.#load();
    const accounts = (await directory.list()).flatMap((row): readonly Account[] =>
      row.kind === 'ready' ? [row.account] : [],
    );
    return accounts.flatMap((account) => buildSession(account, settings.hidePersonalInfo()));
  }

  async #announce(): Promise<void> {
    const before = this.#known;
    this.#known = await this.#readSessions();
    const change = diffSessions(before, this.#known);
    if (change !== undefined) {
      this.#changed.fire(change);
    }
  }
}
