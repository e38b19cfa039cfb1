import { l10n, type QuickPickItem } from 'vscode';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { SignOutService, type SignOutReach, type SignOutResult } from '../../accounts/use/signOutService.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { ensureHomeWritable, type HomeAccessFlow } from '../home/ensureHomeWritable.ts';
import { apiKeysUrl, awsConsoleUrl, azurePortalUrl, accessTokensUrl, signInsUrl } from '../shell/links.ts';
import { formatSentence } from '../text/errorText.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';

export type SignOutFlow = HomeAccessFlow &
  FollowFlow & {
    readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'pick' | 'progress'>;
    readonly browser: Pick<Browser, 'open'>;
    readonly log: Pick<Log, 'info'>;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly places: { readonly home: string };
    readonly loadSignOut: () => Promise<Pick<SignOutService, 'signOut'>>;
  };

interface ReachRow extends QuickPickItem {
  readonly reach?: SignOutReach;
  readonly open?: string;
}

/** Signs out, after saying how far each way reaches. */
export async function signOut(flow: SignOutFlow): Promise<void> {
  const state = await flow.current.update();
  if (!('account' in state)) {
    await flow.prompts.tell('information', l10n.t('Nobody is signed in with Codex Accounts.'));
    return;
  }
  await signOutOf(state.account, flow);
}

/** The same for any account: each way says how far it reaches before it acts. */
export async function signOutOf(account: Account, flow: SignOutFlow): Promise<void> {
  const reach = await chooseReach(account, flow);
  const clears = reach !== 'forget' && !isProvider(account.credential);
  if (reach === undefined || (clears && !(await ensureHomeWritable(flow, 'clear')))) {
    return;
  }
  const result = await runSignOut(flow, account, reach);
  flow.log.info('sign-out', `${reach}: ${result.kind}`);
  await flow.current.update();
  await announce(result, { account, reach, flow });
}

async function chooseReach(account: Account, flow: SignOutFlow): Promise<SignOutReach | undefined> {
  const rows = buildRows(account, flow);
  for (;;) {
    const picked = await flow.prompts.pick(rows, {
      title: l10n.t('Sign Out: {0}', account.label),
      placeHolder: l10n.t('How far should it reach?'),
      matchOnDetail: true,
      ignoreFocusOut: true,
    });
    if (picked?.open !== undefined) {
      await flow.browser.open(picked.open);
      continue;
    }
    return picked?.reach;
  }
}

function buildRows(account: Account, flow: SignOutFlow): readonly ReachRow[] {
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
      detail: isProvider(account.credential)
        ? l10n.t('From Codex Accounts, and out of config.toml where it stands there.')
        : l10n.t('From Codex Accounts only. The Codex CLI keeps its copy; nothing is revoked.'),
      reach: 'forget',
    },
    isProvider(account.credential)
      ? {
          label: l10n.t('$(sign-out) Use OpenAI Again'),
          description: flow.places.home,
          detail: l10n.t('Takes the provider out of config.toml. Who is signed in there is used again; it stays here.'),
          reach: 'home',
        }
      : {
          label: l10n.t('$(sign-out) Sign Codex Out on This Host'),
          description: flow.places.home,
          detail: l10n.t('Removes the sign-in there. The account stays in Codex Accounts; nothing is revoked.'),
          reach: 'home',
        },
    ...everywhere,
    ...(list === undefined
      ? []
      : [{ label: l10n.t('$(link-external) See Where I Am Signed In'), detail: list, open: list }]),
  ];
}

function signInListUrl({ credential }: Account): string | undefined {
  switch (credential.kind) {
    case 'chatgpt':
      return signInsUrl;
    case 'apiKey':
      return apiKeysUrl;
    case 'accessToken':
      return accessTokensUrl;
    case 'azure':
      return azurePortalUrl;
    case 'bedrock':
      return awsConsoleUrl;
    case 'local':
    case 'custom':
      return undefined;
  }
}

async function runSignOut(flow: SignOutFlow, account: Account, reach: SignOutReach): Promise<SignOutResult> {
  const service = await flow.loadSignOut();
  return flow.prompts.progress(
    { title: l10n.t('Signing out…'), isCancellable: reach === 'everywhere' },
    (_report, signal) => service.signOut(account, reach, signal),
  );
}

interface SignedOut {
  readonly account: Account;
  readonly reach: SignOutReach;
  readonly flow: SignOutFlow;
}

async function announce(result: SignOutResult, { account, reach, flow }: SignedOut): Promise<void> {
  const label = linkSafeText(account.label);
  const done = isProvider(account.credential) && reach === 'home' ? leftWord(label) : doneWord(label, reach);
  switch (result.kind) {
    case 'done':
      if (reach === 'forget') {
        await flow.prompts.tell('information', done);
      } else {
        // Whether a Codex that runs is still signed in belongs to the same sentence.
        followInBackground(flow, { said: done });
      }
      return;
    case 'failed':
      await flow.prompts.tell('error', formatSentence(result.placement.sentence));
      return;
    case 'notRevoked':
      await offerSignInList(
        l10n.t(
          'The server did not confirm that {0} was revoked, so the account was kept. Try again, or end it at {1}.',
          label,
          signInsUrl,
        ),
        flow,
      );
  }
}

async function offerSignInList(problem: string, { prompts, browser }: SignOutFlow): Promise<void> {
  const see = l10n.t('See Where I Am Signed In');
  if ((await prompts.offer('error', problem, see)) === see) {
    await browser.open(signInsUrl);
  }
}

function leftWord(label: string): string {
  return l10n.t('Codex on this host uses OpenAI again. {0} stays in Codex Accounts.', label);
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
