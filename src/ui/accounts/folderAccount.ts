import type { Memento } from 'vscode';
import * as z from 'zod/mini';
import type { Account, AccountId } from '../../storage/account.ts';
import { Emitter, type Event } from '../../util/emitter.ts';

const key = 'expectedAccount';
const expectation = z.object({ accountId: z.string(), label: z.string() });

/** The account that a folder or workspace expects. It is kept beside the workspace, never in the repository. */
export class FolderAccount {
  readonly #state: Memento;
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(state: Memento) {
    this.#state = state;
  }

  /** What this folder expects; the label is what the account is called. */
  find(): { readonly accountId: AccountId; readonly label: string } | undefined {
    const parsed = expectation.safeParse(this.#state.get<unknown>(key));
    return parsed.success ? parsed.data : undefined;
  }

  async set(expected: { readonly accountId: AccountId; readonly label: string } | undefined): Promise<void> {
    await this.#state.update(key, expected);
    this.#changed.fire();
  }

  /** The account is called something else now. */
  async rename({ id, label }: Pick<Account, 'id' | 'label'>): Promise<void> {
    if (this.find()?.accountId === id) {
      await this.set({ accountId: id, label });
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
