import { commands, l10n, window } from 'vscode';
import type { SignInOutcome, SignedIn } from '../../accounts/signIn/signInOutcome.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { describeAccount } from '../text/accountWords.ts';
import { cautionAboutAgentHost } from '../running/agentHostCaution.ts';
import { sayInWords } from '../text/messages.ts';
import { notice } from '../shell/notices.ts';
import { followInBackground } from '../running/followInBackground.ts';
import type { Services } from '../shell/services.ts';
import { settings } from '../shell/settings.ts';

/** Says who came back, what became of Codex on this host, and how to undo it if that is the wrong one. */
export async function announceSignIn(outcome: SignInOutcome, services: Services): Promise<void> {
  if (outcome.kind !== 'signedIn') {
    services.log.info('sign-in', outcome.kind);
    if (outcome.kind === 'givenUp') {
      await notice.information(
        outcome.isEnded
          ? l10n.t('The sign-in was not saved, and OpenAI has ended it: nothing of it is left.')
          : l10n.t('The sign-in was not saved. OpenAI could not be told to end it; nobody has it any more.'),
      );
    } else if (outcome.kind === 'unconfirmed') {
      await notice.warning(
        l10n.t(
          'It cannot be seen now whether the sign-in was saved, so it was not ended. If it was, it is among your accounts once the secret storage can be read again.',
        ),
      );
    }
    return;
  }
  services.log.info('sign-in', `${outcome.account.credential.kind}, Home ${outcome.placement.kind}`);
  await services.current.update();
  const { account, placement } = outcome;
  const who = linkSafeText(describeAccount(account, settings.hidePersonalInfo()));
  const label = linkSafeText(account.label);
  switch (placement.kind) {
    case 'placed':
      followInBackground(services);
      await cautionAboutAgentHost(account, services);
      await offer(
        l10n.t('Signed in as {0} ({1}). The Codex CLI on this computer uses it now.', label, who),
        outcome,
        services,
      );
      return;
    case 'left':
    case 'mustAsk':
      await offer(
        l10n.t('Signed in as {0} ({1}). The Codex CLI on this computer keeps the sign-in it had.', label, who),
        outcome,
        services,
      );
      return;
    case 'failed':
      await offerAccount(
        l10n.t(
          'Signed in as {0}, but the Codex CLI on this computer could not be given it. {1}',
          label,
          sayInWords(placement.sentence),
        ),
      );
  }
}

async function offerAccount(warning: string): Promise<void> {
  const show = l10n.t('Show Account');
  if ((await window.showWarningMessage(warning, show)) === show) {
    await commands.executeCommand('codexAccounts.showAccount');
  }
}

/** A new account is kept without a question, and gone again with one click; nothing waits for the answer. */
async function offer(message: string, { account, placement, isNew }: SignedIn, services: Services): Promise<void> {
  const show = l10n.t('Show Account');
  const undo = l10n.t('Undo');
  const choice = await window.showInformationMessage(message, ...(isNew ? [undo] : []), show);
  if (choice === show) {
    await commands.executeCommand('codexAccounts.showAccount');
  } else if (choice === undo) {
    await (await import('./undoSignIn.ts')).undoSignIn(account, placement, services);
  }
}
