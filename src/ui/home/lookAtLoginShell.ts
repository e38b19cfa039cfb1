import { l10n } from 'vscode';
import { isCancelled } from '../../errors/authError.ts';
import type { PayerState } from '../shell/payerState.ts';
import type { Prompts } from '../shell/prompts.ts';

export interface ShellLookFlow {
  readonly prompts: Pick<Prompts, 'progress'>;
  readonly payer: Pick<PayerState, 'lookAtShell'>;
}

/** Runs the person's start files, which may do anything: only on their click. What they set counts for who pays from then on. */
export async function lookAtLoginShell({ prompts, payer }: ShellLookFlow): Promise<void> {
  try {
    await prompts.progress(
      { title: l10n.t('Asking the login shell for the names of its variables…'), isCancellable: true },
      (_report, signal) => payer.lookAtShell(signal),
    );
  } catch (failure) {
    if (!isCancelled(failure)) {
      throw failure;
    }
  }
}
