import { l10n, window, type QuickPickItem } from 'vscode';
import { orderMethods, type MethodChoice, type MethodReason, type SignInMethod } from '../../accounts/methods.ts';
import { foreseeReach } from '../../hosts/callbackReach.ts';
import { findRemote } from '../../hosts/hostSituation.ts';
import { displayText } from '../../util/displayText.ts';
import { signInWithAccessToken } from './accessTokenInput.ts';
import { signInWithApiKey } from './apiKeyInput.ts';
import { pasteCallbackUrl, signInWithBrowser } from './browserProgress.ts';
import { signInWithDeviceCode } from './deviceCodeProgress.ts';
import { describeSetVariable } from './environmentSecrets.ts';
import type { Services } from '../services.ts';

interface MethodRow extends QuickPickItem {
  readonly method: SignInMethod;
}

const flows: Readonly<Record<SignInMethod, (services: Services) => Promise<void>>> = {
  browser: signInWithBrowser,
  deviceCode: signInWithDeviceCode,
  pasteUrl: pasteCallbackUrl,
  apiKey: signInWithApiKey,
  accessToken: signInWithAccessToken,
};

/** The one picker for every way to sign in: the best for this host first, and why. */
export async function chooseMethod(services: Services): Promise<void> {
  const choices = orderMethods(foreseeReach(services.host));
  const rows = choices.map((choice) => describe(choice, services));
  const picked = await window.showQuickPick(rows, {
    title: l10n.t('Sign In to Codex'),
    placeHolder: choosePlaceholder(services),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked !== undefined) {
    await flows[picked.method](services);
  }
}

function choosePlaceholder({ host }: Services): string {
  const remote = findRemote(host);
  if (remote !== undefined) {
    return l10n.t('Connected to {0}: this signs in the Codex on this computer only, not the one there.', displayText(remote));
  }
  return host.kind === 'local' && host.isCodexInWsl
    ? l10n.t('Your Codex runs in WSL, with a home of its own there: open a WSL window to sign that one in.')
    : l10n.t('ChatGPT brings cloud tasks, fast mode and your plan’s limits; a key is billed per token.');
}

function describe({ method, reason, isBest }: MethodChoice, { host }: Services): MethodRow {
  const { label, command } = words(method);
  const description = isBest ? l10n.t('{0} · best here', command) : command;
  return { method, label, description, detail: describeSetVariable(method, host, process.env) ?? explainReason(reason) };
}

function words(method: SignInMethod): { label: string; command: string } {
  switch (method) {
    case 'browser':
      return { label: l10n.t('$(globe) ChatGPT in the Browser'), command: 'codex login' };
    case 'deviceCode':
      return { label: l10n.t('$(device-mobile) ChatGPT with a Device Code'), command: 'codex login --device-auth' };
    case 'pasteUrl':
      return { label: l10n.t('$(link) ChatGPT with a Pasted Address'), command: 'codex login' };
    case 'apiKey':
      return { label: l10n.t('$(key) API Key'), command: 'codex login --with-api-key' };
    case 'accessToken':
      return { label: l10n.t('$(organization) Access Token'), command: 'codex login --with-access-token' };
  }
}

/** What each is for, and why here; short enough that VS Code cuts nothing off. */
function explainReason(reason: MethodReason): string {
  switch (reason) {
    case 'browserReachesThisComputer':
      return l10n.t('For Plus, Pro, Business, Edu, Enterprise. Your browser reaches this computer.');
    case 'browserThroughForwarding':
      return l10n.t('For Plus, Pro, Business, Edu, Enterprise, through a port forwarded to your browser.');
    case 'browserMayBeElsewhere':
      return l10n.t('Not first: a browser on another computer cannot reach this host by itself.');
    case 'worksWithErrorPage':
      return l10n.t('The browser ends on an error page; you paste that page’s address here.');
    case 'worksFromAnyDevice':
      return l10n.t('A short code, typed on any device. For SSH, containers, no browser here.');
    case 'forAutomation':
      return l10n.t('Billed per token, no cloud tasks. For scripts and CI.');
    case 'forWorkspaceAutomation':
      return l10n.t('Your workspace’s access and controls, for trusted scripts and private CI.');
  }
}
