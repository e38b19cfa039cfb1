import { l10n, type QuickPickItem } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { HomeLink } from '../../accounts/home/homeLink.ts';
import type { SignOutService } from '../../accounts/use/signOutService.ts';
import {
  accountColours,
  isProvider,
  type Account,
  type AccountColour,
  type ProviderAccount,
} from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Prompts } from '../shell/prompts.ts';
import { formatSentence } from '../text/errorText.ts';
import { signInWithAccessToken, type AccessTokenFlow } from '../signIn/accessTokenFlow.ts';
import { replaceApiKey, type ApiKeyFlow } from '../signIn/apiKeyFlow.ts';
import { signInToWorkspace } from '../signIn/browserProgress.ts';
import type { ChatGptSignInFlow } from '../signIn/keepExpectedAccount.ts';

export type SignInAgainFlow = ChatGptSignInFlow &
  ApiKeyFlow &
  AccessTokenFlow & { readonly editProvider: (account: ProviderAccount) => Promise<void> };

export interface DecorateFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'pick' | 'input'>;
  readonly directory: Pick<AccountDirectory, 'decorate'>;
}

export interface EditorOnlyFlow {
  readonly prompts: Pick<Prompts, 'tell'>;
  readonly loadHomeLink: () => Promise<Pick<HomeLink, 'bindPrivately'>>;
}

export interface ForgetFlow {
  readonly prompts: Pick<Prompts, 'confirm' | 'tell'>;
  readonly loadSignOut: () => Promise<Pick<SignOutService, 'signOut'>>;
  readonly ended: AbortSignal;
}

export type AccountEditsFlow = DecorateFlow & SignInAgainFlow & EditorOnlyFlow & ForgetFlow;

const longestLabel = 40;

export async function renameAccount(account: Account, { prompts, directory }: DecorateFlow): Promise<void> {
  const label = await prompts.input({
    title: l10n.t('Rename {0}', account.label),
    prompt: l10n.t('Shown in the status bar and in lists; nobody else sees it.'),
    value: account.label,
    validate: (text) =>
      text.trim() === ''
        ? l10n.t('A name needs at least one character.')
        : text.trim().length > longestLabel
          ? l10n.t('A name has at most {0} characters.', longestLabel)
          : undefined,
  });
  if (label !== undefined) {
    const renamed = await directory.decorate(account.id, { label: label.trim() });
    await tellIfLeft(renamed, account, prompts);
  }
}

interface ColourRow extends QuickPickItem {
  readonly colour: AccountColour | undefined;
}

export async function chooseColour(account: Account, { prompts, directory }: DecorateFlow): Promise<void> {
  const rows: ColourRow[] = [
    { label: l10n.t('No color'), colour: undefined },
    ...accountColours.map((colour) => ({ label: colourWord(colour), colour })),
  ];
  const picked = await prompts.pick(rows, { title: l10n.t('Color of {0}', account.label) });
  if (picked !== undefined) {
    await tellIfLeft(await directory.decorate(account.id, { colour: picked.colour }), account, prompts);
  }
}

async function tellIfLeft(
  changed: Account | undefined,
  { label }: Account,
  prompts: Pick<Prompts, 'tell'>,
): Promise<void> {
  if (changed === undefined) {
    await prompts.tell(
      'warning',
      l10n.t(
        '{0} is being renewed by another window and was left as it is. Try again in a moment.',
        linkSafeText(label),
      ),
    );
  }
}

/** A new sign-in in place: the same person and workspace must come back, or another key takes the place of this one; name, color and settings stay. */
export async function signInAgain(account: Account, flow: SignInAgainFlow): Promise<void> {
  switch (account.credential.kind) {
    case 'apiKey':
      await replaceApiKey(account, flow);
      return;
    case 'accessToken':
      await signInWithAccessToken(flow);
      return;
    case 'chatgpt': {
      const { workspaceId, userId } = account.identity;
      await signInToWorkspace(workspaceId === undefined ? undefined : { workspaceId, userId }, flow);
      return;
    }
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      await flow.editProvider({ ...account, credential: account.credential });
  }
}

/** Private to this editor: Codex itself keeps what it has. */
export async function useInThisEditorOnly(account: Account, { prompts, loadHomeLink }: EditorOnlyFlow): Promise<void> {
  await (await loadHomeLink()).bindPrivately(account);
  await prompts.tell(
    'information',
    l10n.t(
      '{0} is used in this editor only. The Codex CLI, app and extension on this computer keep the sign-in they have.',
      linkSafeText(account.label),
    ),
  );
}

export async function forgetAccount(account: Account, { prompts, loadSignOut, ended }: ForgetFlow): Promise<void> {
  const forget = l10n.t('Forget');
  const choice = await prompts.confirm('warning', l10n.t('Forget {0} on this computer?', linkSafeText(account.label)), {
    detail: isProvider(account.credential)
      ? l10n.t('It is removed from Codex Accounts, and out of config.toml where Codex uses it.')
      : l10n.t(
          'It is removed from Codex Accounts. If Codex uses it, Codex keeps its own copy. Nothing is revoked on the server.',
        ),
    buttons: [forget],
  });
  if (choice === forget) {
    const service = await loadSignOut();
    const result = await service.signOut(account, 'forget', ended);
    if (result.kind === 'failed') {
      await prompts.tell('error', formatSentence(result.placement.sentence));
    }
  }
}

function colourWord(colour: AccountColour): string {
  switch (colour) {
    case 'blue':
      return l10n.t('Blue');
    case 'green':
      return l10n.t('Green');
    case 'orange':
      return l10n.t('Orange');
    case 'purple':
      return l10n.t('Purple');
    case 'red':
      return l10n.t('Red');
    case 'yellow':
      return l10n.t('Yellow');
  }
}
