import { l10n } from 'vscode';
import type { Prompts } from '../src/ui/shell/prompts.ts';
import { linkSafeText } from '../src/base/displayText.ts';
import { nameFailure } from './commandHandler.ts';
import type { HostCommands, PutBackResult } from './hostCommands.ts';
import type { HostLog } from './hostLog.ts';

/** What puts back, and says what came of it. */
export interface PutBackParts {
  /** The name of this host, as it is shown. */
  readonly host: string;
  readonly hostCommands: Pick<HostCommands, 'putBack'>;
  readonly log: Pick<HostLog, 'info' | 'failure'>;
  readonly prompts: Pick<Prompts, 'tell'>;
}

/** Puts the replaced sign-in back and says what came of it. */
export async function putBack(
  { host, hostCommands, log, prompts }: PutBackParts,
  manner: 'asking' | 'told',
): Promise<void> {
  const result = await hostCommands.putBack(manner).catch((failure: unknown) => {
    log.failure('putBack', failure);
    return nameFailure(failure);
  });
  const code = typeof result === 'string' ? result : result.code;
  log.info('putBack', code);
  if (typeof result !== 'string') {
    await prompts.tell(
      'error',
      l10n.t(
        'Nothing was put back on {0}: {1} cannot be written ({2}).',
        host,
        linkSafeText(result.path ?? ''),
        linkSafeText(result.problem ?? ''),
      ),
    );
    return;
  }
  if (result !== 'declined') {
    const severity = result === 'done' || result === 'nothingKept' ? 'information' : 'warning';
    await prompts.tell(severity, sayResult(result, host));
  }
}

function sayResult(result: Exclude<PutBackResult, 'declined'>, host: string): string {
  switch (result) {
    case 'done':
      return l10n.t('Codex on {0} uses again what it used before.', host);
    case 'nothingKept':
      return l10n.t(
        'There is nothing to put back on {0}: Codex Accounts has replaced no sign-in of somebody else here.',
        host,
      );
    case 'changedMeanwhile':
      return l10n.t('The sign-in of Codex on {0} changed at that moment. Nothing was put back: try again.', host);
    case 'untrusted':
      return l10n.t('Nothing is put back in a window whose folder you do not trust.');
    case 'notKept':
      return l10n.t('What stands there now could not be kept in VS Code’s secret storage, so nothing was put back.');
  }
}
