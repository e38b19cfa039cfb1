import { l10n } from 'vscode';
import type { FoundPlace, Sending, SentCopy } from '../../hosts/copy/copyService.ts';
import type { CopyResult } from '../../hosts/copy/destination.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Prompts } from '../shell/prompts.ts';
import { dayAndTime } from '../text/dates.ts';

export interface Copied {
  readonly sending: Sending;
  readonly found: FoundPlace;
  readonly result: SentCopy;
}

/** What is there now, until when, and the word of the CLI there. */
export async function sayCopied(copied: Copied, prompts: Pick<Prompts, 'tell'>): Promise<void> {
  const { cli, isNoted } = copied.result;
  const isGood = isNoted && (cli === undefined || cli.isSignedIn);
  await prompts.tell(isGood ? 'information' : 'warning', describeCopied(copied));
}

export function describeCopied({ sending, found, result }: Copied): string {
  const { credential, belonging } = sending;
  const end = credential.expiresAtMs;
  return [
    l10n.t(
      '{0} stands in {1} on {2} now.',
      linkSafeText(belonging.label),
      linkSafeText(result.path),
      linkSafeText(found.place),
    ),
    sayCli(result.cli),
    credential.binding !== 'lease'
      ? undefined
      : end === undefined
        ? l10n.t('It cannot be renewed there.')
        : l10n.t('It cannot be renewed there: good until {0}.', dayAndTime(end)),
    result.keptPath === undefined
      ? undefined
      : l10n.t('What stood there before is in {0}.', linkSafeText(result.keptPath)),
    result.isNoted ? undefined : l10n.t('It could not be noted here: the list of hosts does not show it.'),
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

function sayCli(cli: CopyResult['cli']): string {
  if (cli === undefined) {
    return l10n.t('Codex there uses it from its next start.');
  }
  const says = linkSafeText(cli.says);
  return cli.isSignedIn
    ? l10n.t('The Codex CLI there says: “{0}”.', says)
    : l10n.t('But the Codex CLI there says: “{0}”. A rule or another credential store may decide on that host.', says);
}
