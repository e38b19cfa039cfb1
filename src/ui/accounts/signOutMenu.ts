import { ProgressLocation, l10n, window, type QuickPickItem } from 'vscode';
import { SignOutService, type SignOutReach, type SignOutResult } from '../../accounts/use/signOutService.ts';
import type { Account } from '../../storage/account.ts';
import { Cancelled } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { notice } from '../shell/notices.ts';
import { mayReachHome } from '../home/homeGate.ts';
import { apiKeysUrl, accessTokensUrl, signInsUrl } from '../shell/links.ts';
import { sayInWords } from '../text/messages.ts';
import { followInBackground } from '../running/followInBackground.ts';
import type { Services } from '../shell/services.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';

interface ReachRow extends QuickPickItem {
  readonly reach?: SignOutReach;
  readonly open?: string;
}

/** Signs out, after saying how far each way reaches. */
export async function signOut(services: Services): Promise<void> {
  const state = await services.current.update();
  if (!('account' in state)) {
    await notice.information(l10n.t('Nobody is signed in with Codex Accounts.'));
    return;
  }
  await signOutOf(state.account, services);
}

/** The same for any account: each way says how far it reaches before it acts. */
export async function signOutOf(account: Account, services: Services): Promise<void> {
  const reach = await chooseReach(account, services);
  if (reach === undefined || (reach !== 'forget' && !(await mayReachHome(services, 'take')))) {
    return;
  }
  const result = await runSignOut(services, account, reach);
  services.log.info('sign-out', `${reach}: ${result.kind}`);
  await services.current.update();
  await announce(result, { account, reach, services });
}

async function chooseReach(account: Account, services: Services): Promise<SignOutReach | undefined> {
  const rows = buildRows(account, services);
  for (;;) {
    const picked = await window.showQuickPick(rows, {
      title: l10n.t('Sign Out: {0}', account.label),
      placeHolder: l10n.t('How far should it reach?'),
      matchOnDetail: true,
      ignoreFocusOut: true,
    });
    if (picked?.open !== undefined) {
      await vscodeBrowser.open(picked.open);
      continue;
    }
    return picked?.reach;
  }
}

function buildRows(account: Account, services: Services): readonly ReachRow[] {
  const everywhere: ReachRow[] = SignOutService.canRevoke(account)
    ? [
        {
          label: l10n.t('$(circle-slash) Revoke Everywhere'),
          detail: l10n.t('Ends this sign-in on the server: here, in the Codex CLI, and every copy anywhere.'),
          reach: 'everywhere',
        },
      ]
    : [];
  const list = signInListUrl(account);
  return [
    {
      label: l10n.t('$(trash) Forget on This Computer'),
      detail: l10n.t('From Codex Accounts only. The Codex CLI keeps its copy; nothing is revoked.'),
      reach: 'forget',
    },
    {
      label: l10n.t('$(sign-out) Sign Codex Out on This Host'),
      description: services.places.home,
      detail: l10n.t('Removes the sign-in there. The account stays in Codex Accounts; nothing is revoked.'),
      reach: 'home',
    },
    ...everywhere,
    { label: l10n.t('$(link-external) See Where I Am Signed In'), detail: list, open: list },
  ];
}

function signInListUrl({ credential }: Account): string {
  switch (credential.kind) {
    case 'chatgpt':
      return signInsUrl;
    case 'apiKey':
      return apiKeysUrl;
    case 'accessToken':
      return accessTokensUrl;
  }
}

async function runSignOut(services: Services, account: Account, reach: SignOutReach): Promise<SignOutResult> {
  const service = await services.loadSignOut();
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Signing out…'), cancellable: reach === 'everywhere' },
    async (_progress, token) => {
      const ended = new AbortController();
      token.onCancellationRequested(() => {
        ended.abort(new Cancelled());
      });
      return service.signOut(account, reach, ended.signal);
    },
  );
}

interface SignedOut {
  readonly account: Account;
  readonly reach: SignOutReach;
  readonly services: Services;
}

async function announce(result: SignOutResult, { account, reach, services }: SignedOut): Promise<void> {
  const label = linkSafeText(account.label);
  switch (result.kind) {
    case 'done':
      if (reach === 'forget') {
        await notice.information(doneWord(label, reach));
      } else {
        // Whether a Codex that runs is still signed in belongs to the same sentence.
        followInBackground(services, { said: doneWord(label, reach) });
      }
      return;
    case 'failed':
      await notice.error(sayInWords(result.placement.sentence));
      return;
    case 'notRevoked':
      await offerSignInList(
        l10n.t(
          'The server did not confirm that {0} was revoked, so the account was kept. Try again, or end it at {1}.',
          label,
          signInsUrl,
        ),
      );
  }
}

async function offerSignInList(problem: string): Promise<void> {
  const see = l10n.t('See Where I Am Signed In');
  if ((await window.showErrorMessage(problem, see)) === see) {
    await vscodeBrowser.open(signInsUrl);
  }
}

function doneWord(label: string, reach: SignOutReach): string {
  switch (reach) {
    case 'forget':
      return l10n.t('{0} was forgotten on this computer. Nothing was revoked.', label);
    case 'home':
      return l10n.t('Codex is signed out on this host. {0} stays in Codex Accounts.', label);
    case 'everywhere':
      return l10n.t('{0} was revoked: every copy of this sign-in has ended.', label);
  }
}
