import { QuickPickItemKind, l10n } from 'vscode';
import type { SignInMethod } from '../../accounts/signIn/methods.ts';
import { findRemote } from '../../window/hostSituation.ts';
import { displayText } from '../../base/displayText.ts';
import { signInWithAccessToken, type AccessTokenFlow } from './accessTokenFlow.ts';
import { signInWithApiKey, type ApiKeyFlow } from './apiKeyFlow.ts';
import { pasteCallbackUrl, signInWithBrowser } from './browserProgress.ts';
import { signInWithDeviceCode } from './deviceCodeProgress.ts';
import type { ChatGptSignInFlow } from './keepExpectedAccount.ts';
import { listMethodRows, type Refusals } from './methodRows.ts';
import { buildOpenChatGptRow } from './openChatGptRow.ts';
import { pickSourced, type SourcedRow } from '../shell/pickSourced.ts';
import { providerFacts } from '../text/facts/providerFacts.ts';
import type { CommandFlow } from '../shell/registerCommands.ts';

export type SignInFlow = ChatGptSignInFlow & ApiKeyFlow & AccessTokenFlow & CommandFlow;

interface PickerRow extends SourcedRow {
  readonly run?: () => Promise<void>;
}

const flows: Readonly<Record<SignInMethod, (flow: SignInFlow) => Promise<void>>> = {
  browser: signInWithBrowser,
  deviceCode: signInWithDeviceCode,
  pasteUrl: pasteCallbackUrl,
  apiKey: signInWithApiKey,
  accessToken: signInWithAccessToken,
};

/** The one picker for every way to sign in: the best for this host first, and why. */
export async function chooseMethod(flow: SignInFlow): Promise<void> {
  const methods = listMethodRows(flow.host, process.env, await findRefusals(flow));
  const rows = [...methods.map((row) => ({ ...row, run: () => flows[row.method](flow) })), ...buildOtherRows(flow)];
  const picked = await pickSourced<PickerRow>(
    rows,
    { title: l10n.t('Sign In to Codex'), placeHolder: choosePlaceholder(flow) },
    flow,
  );
  await picked?.run?.();
}

async function findRefusals({ loadRules }: SignInFlow): Promise<Refusals> {
  const rules = await (await loadRules()).look();
  const [chatgpt, apiKey] = [rules.findRefusal('chatgpt'), rules.findRefusal('apiKey')];
  return { browser: chatgpt, pasteUrl: chatgpt, deviceCode: chatgpt, accessToken: chatgpt, apiKey };
}

/** What to know before, and the ways for a host that this window is not on. */
function buildOtherRows(flow: SignInFlow): readonly PickerRow[] {
  const openChatGpt = buildOpenChatGptRow();
  const { providersAreFor } = providerFacts;
  return [
    {
      label: l10n.t('$(server-environment) Azure OpenAI, Amazon Bedrock or a Local Model'),
      description: l10n.t('by config.toml'),
      detail: providersAreFor.say(),
      facts: [providersAreFor],
      run: () => flow.run('useProvider'),
    },
    { label: '', kind: QuickPickItemKind.Separator },
    {
      ...openChatGpt,
      run: async () => {
        await flow.browser.open(openChatGpt.open);
        await chooseMethod(flow);
      },
    },
    {
      label: l10n.t('$(book) Ways to Sign In on Another Host…'),
      detail: l10n.t('SSH, containers, servers: device code, copying the file, forwarding.'),
      run: () => flow.run('showOtherHostWays'),
    },
  ];
}

function choosePlaceholder({ host }: SignInFlow): string {
  const remote = findRemote(host);
  if (remote !== undefined) {
    return l10n.t(
      'Connected to {0}: this signs in the Codex on this computer only, not the one there.',
      displayText(remote),
    );
  }
  return host.kind === 'local' && host.isCodexInWsl
    ? l10n.t('Your Codex runs in WSL, with a home of its own there: open a WSL window to sign that one in.')
    : l10n.t('Signing in here revokes nothing; “codex login” revokes what it replaces.');
}
