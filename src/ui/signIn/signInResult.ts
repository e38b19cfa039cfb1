import { l10n } from 'vscode';
import type { SignInOutcome, SignedIn } from '../../accounts/signIn/signInOutcome.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { describeAccount } from '../text/accountText.ts';
import { warnAboutAgentHost, type AgentHostWarningFlow } from '../running/agentHostWarning.ts';
import { formatSentence } from '../text/errorText.ts';
import { followInBackground } from '../running/followInBackground.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandFlow } from '../shell/registerCommands.ts';
import { settings } from '../shell/settings.ts';
import type { UndoSignInFlow } from './undoSignIn.ts';

export type SignInResultFlow = UndoSignInFlow &
  AgentHostWarningFlow &
  CommandFlow & { readonly prompts: Pick<Prompts, 'tell' | 'offer'> };

/** Says who came back, what became of Codex on this host, and how to undo it if that is the wrong one. */
export async function announceSignIn(outcome: SignInOutcome, flow: SignInResultFlow): Promise<void> {
  if (outcome.kind !== 'signedIn') {
    flow.log.info('sign-in', outcome.kind);
    if (outcome.kind === 'givenUp') {
      await flow.prompts.tell(
        'information',
        outcome.isEnded
          ? l10n.t('The sign-in was not saved, and OpenAI has ended it: nothing of it is left.')
          : l10n.t('The sign-in was not saved. OpenAI could not be told to end it; nobody has it any more.'),
      );
    } else if (outcome.kind === 'unconfirmed') {
      await flow.prompts.tell(
        'warning',
        l10n.t(
          'It cannot be seen now whether the sign-in was saved, so it was not ended. If it was, it is among your accounts once the secret storage can be read again.',
        ),
      );
    }
    return;
  }
  flow.log.info('sign-in', `${outcome.account.credential.kind}, Home ${outcome.placement.kind}`);
  await flow.current.update();
  const { account, placement } = outcome;
  const who = linkSafeText(describeAccount(account, settings.hidePersonalInfo()));
  const label = linkSafeText(account.label);
  switch (placement.kind) {
    case 'placed':
      followInBackground(flow);
      await warnAboutAgentHost(account, flow);
      await offer(
        l10n.t('Signed in as {0} ({1}). The Codex CLI on this computer uses it now.', label, who),
        outcome,
        flow,
      );
      return;
    case 'left':
    case 'mustAsk':
      await offer(
        l10n.t('Signed in as {0} ({1}). The Codex CLI on this computer keeps the sign-in it had.', label, who),
        outcome,
        flow,
      );
      return;
    case 'failed':
      await offerAccount(
        l10n.t(
          'Signed in as {0}, but the Codex CLI on this computer could not be given it. {1}',
          label,
          formatSentence(placement.sentence),
        ),
        flow,
      );
  }
}

async function offerAccount(warning: string, flow: SignInResultFlow): Promise<void> {
  const show = l10n.t('Show Account');
  if ((await flow.prompts.offer('warning', warning, show)) === show) {
    await flow.run('showAccount');
  }
}

/** A new account is kept without a question, and gone again with one click; nothing waits for the answer. */
async function offer(message: string, { account, placement, isNew }: SignedIn, flow: SignInResultFlow): Promise<void> {
  const show = l10n.t('Show Account');
  const undo = l10n.t('Undo');
  const choice = await flow.prompts.offer('information', message, ...(isNew ? [undo] : []), show);
  if (choice === show) {
    await flow.run('showAccount');
  } else if (choice === undo) {
    await (await import('./undoSignIn.ts')).undoSignIn(account, placement, flow);
  }
}
