import type { Memento } from 'vscode';
import * as z from 'zod/mini';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import { accountId, type AccountId } from '../../storage/ids.ts';
import { Disposables } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';

const key = 'expectedAccount';
const expectation = z.object({ accountId });

export interface FolderAccountPorts {
  readonly directory: Pick<AccountDirectory, 'find'>;
  readonly onDidChangeAccounts: Event<unknown>;
}

/** The account that a folder or workspace expects. It is kept beside the workspace, never in the repository, and without its name. */
export class FolderAccount {
  readonly #state: Memento;
  readonly #directory: Pick<AccountDirectory, 'find'>;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<void>());
  readonly onDidChange: Event<void> = this.#changed.event;
  #named: { readonly accountId: AccountId; readonly label: string } | undefined;

  constructor(state: Memento, { directory, onDidChangeAccounts }: FolderAccountPorts) {
    this.#state = state;
    this.#directory = directory;
    const follow = (): void => {
      // A name that can not be read now is read with the next change.
      this.look().catch(() => undefined);
    };
    this.#scope.add(onDidChangeAccounts(follow));
    follow();
  }

  /** What this folder expects; the label is what the account was called when last looked at, undefined when that is not known. */
  find(): { readonly accountId: AccountId; readonly label: string | undefined } | undefined {
    const parsed = expectation.safeParse(this.#state.get<unknown>(key));
    if (!parsed.success) {
      return undefined;
    }
    const { accountId } = parsed.data;
    return this.#named?.accountId === accountId ? this.#named : { accountId, label: undefined };
  }

  /** Looks up what the account is called now. */
  async look(): Promise<ReturnType<FolderAccount['find']>> {
    const before = this.find();
    if (before !== undefined) {
      const entry = await this.#directory.find(before.accountId);
      this.#named = entry.kind === 'account' ? { accountId: entry.account.id, label: entry.account.label } : undefined;
      this.#changed.fire();
    }
    return this.find();
  }

  async set(accountId: AccountId | undefined): Promise<void> {
    await this.#state.update(key, accountId === undefined ? undefined : { accountId });
    this.#changed.fire();
    await this.look();
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
