import { l10n } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { AccountCheck } from '../../accounts/use/accountCheck.ts';
import type { HomeNews } from '../../accounts/use/homeFollower.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { SignInAgainFlow } from '../accounts/accountEdits.ts';
import type { GuardedFlow } from '../failure/runGuarded.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import { traitsOf } from '../../storage/accountKinds.ts';

/** Codex was signed out by another program, and what the server said about the account then. */
export type SignedOutNews = Extract<HomeNews, { kind: 'signedOut' }>;

/** The one sentence that is true now; a way back is offered only where there is one. */
export function describeSignedOut({ account, grant }: SignedOutNews): string {
  const label = linkSafeText(account.label);
  const isGrant = traitsOf(account).hasGrant;
  switch (grant) {
    case 'alive':
      return l10n.t(
        'Codex on this computer was signed out by another program. {0} is still among your accounts.',
        label,
      );
    case 'ended':
      return isGrant
        ? l10n.t(
            'Codex on this computer was signed out by another program, and the sign-in of {0} was ended on the server.',
            label,
          )
        : l10n.t(
            'Codex on this computer was signed out by another program, and the server does not accept {0} any more.',
            label,
          );
    case 'unknown':
      return isGrant
        ? l10n.t(
            'Codex on this computer was signed out by another program. It is not known yet whether the sign-in of {0} was also ended on the server.',
            label,
          )
        : l10n.t(
            'Codex on this computer was signed out by another program. It is not known yet whether the server still accepts {0}.',
            label,
          );
  }
}

export type SignedOutFlow = GuardedFlow &
  SignInAgainFlow & {
    readonly prompts: Pick<Prompts, 'offer'>;
    readonly directory: Pick<AccountDirectory, 'find'>;
    readonly check: Pick<AccountCheck, 'runOnGrant'>;
    readonly ended: AbortSignal;
    readonly log: Pick<Log, 'info'>;
    readonly run: (name: CommandName) => Promise<void>;
  };

/** Says it, with the step that fits: back to the account, a new sign-in in place, or asking once more. */
export async function tellSignedOut(news: SignedOutNews, flow: SignedOutFlow): Promise<void> {
  const button = buttonOf(news);
  const severity = news.grant === 'ended' ? 'warning' : 'information';
  const choice = await flow.prompts.offer(severity, describeSignedOut(news), button);
  if (choice !== button) {
    return;
  }
  flow.log.info('home', `after sign-out: ${news.grant}`);
  const { runGuarded } = await import('../failure/runGuarded.ts');
  await runGuarded(() => goOn(news, flow), flow);
}

function buttonOf({ grant }: SignedOutNews): string {
  switch (grant) {
    case 'alive':
      return l10n.t('Use It Again…');
    case 'ended':
      return l10n.t('Sign In Again');
    case 'unknown':
      return l10n.t('Ask the Server Again');
  }
}

async function goOn({ account, grant }: SignedOutNews, flow: SignedOutFlow): Promise<void> {
  if (grant === 'alive') {
    await flow.run('switchAccount');
    return;
  }
  const entry = await flow.directory.find(account.id);
  if (entry.kind !== 'account') {
    return;
  }
  if (grant === 'ended') {
    await (await import('../accounts/accountEdits.ts')).signInAgain(entry.account, flow);
    return;
  }
  await tellSignedOut({ kind: 'signedOut', ...(await flow.check.runOnGrant(entry.account, flow.ended)) }, flow);
}
