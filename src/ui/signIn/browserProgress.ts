import { l10n } from 'vscode';
import type { WaitingForBrowser } from '../../accounts/signIn/browserSignIn.ts';
import { orderMethods } from '../../accounts/signIn/methods.ts';
import type { SignInOutcome } from '../../accounts/signIn/signInOutcome.ts';
import type { SeenRules } from '../../accounts/use/signInRules.ts';
import type { Expected } from '../../accounts/signIn/unexpectedAccount.ts';
import { foreseeReach } from '../../window/callbackReach.ts';
import { signInToWorkspaceWithCode, signInWithDeviceCode } from './deviceCodeProgress.ts';
import { keepExpectedAccount, type ChatGptSignInFlow } from './keepExpectedAccount.ts';
import { ensureHomeWritable } from '../home/ensureHomeWritable.ts';
import { askWhileOpen } from './pasteAddress.ts';
import { announceSignIn } from './signInResult.ts';
import { chatGptUrl } from '../shell/links.ts';
import type { SignInAttemptState } from '../shell/signInAttemptState.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Prompts } from '../shell/prompts.ts';

/** Signs in with the system's browser, behind a notification that can cancel and stays until it is over. */
export async function signInWithBrowser(flow: ChatGptSignInFlow): Promise<void> {
  await signIn(flow, {});
}

/**
 * Takes the address of the page that the browser could not show, for the sign-in that is open; without one, a sign-in
 * begins whose address is asked for at once.
 */
export async function pasteCallbackUrl(flow: ChatGptSignInFlow): Promise<void> {
  const { state } = flow.attempt;
  if (state.kind === 'browser') {
    await askWhileOpen(state.waiting, flow.attempt, flow.prompts);
    return;
  }
  await signIn(flow, { isPasting: true });
}

async function signIn(flow: ChatGptSignInFlow, manner: BrowserManner): Promise<void> {
  const rules = await requireChatGpt(flow);
  if (await ensureHomeWritable(flow)) {
    await runBrowser(flow, { ...manner, rules, advice: await adviseOnSeveral(flow) });
  }
}

/** The rules of this click, which the attempt goes by too. */
async function requireChatGpt({ loadRules }: ChatGptSignInFlow): Promise<SeenRules> {
  const rules = await (await loadRules()).look();
  rules.requireMethod('chatgpt');
  return rules;
}

async function runBrowser(flow: ChatGptSignInFlow, manner: BrowserManner): Promise<void> {
  const outcome = await showBrowserProgress(flow, manner);
  if (outcome.kind !== 'useInstead') {
    await announceSignIn(outcome, flow);
  } else if (manner.expected === undefined) {
    await signInWithDeviceCode(flow);
  } else {
    await signInToWorkspaceWithCode(manner.expected, flow);
  }
}

/**
 * Signs in to one workspace, and no other may come back: unless a method is given, by a device code where a browser can
 * not be counted on to come back to this host, else in the browser.
 */
export async function signInToWorkspace(
  expected: Expected | undefined,
  flow: ChatGptSignInFlow,
  method = orderMethods(foreseeReach(flow.host))[0]?.method,
): Promise<void> {
  const rules = await requireChatGpt(flow);
  if (!(await ensureHomeWritable(flow))) {
    return;
  }
  if (method !== 'deviceCode' || (await signInToWorkspaceWithCode(expected, flow)) === 'browser') {
    await runBrowser(flow, { expected, rules, isPasting: method === 'pasteUrl' });
  }
}

interface BrowserManner {
  readonly rules?: SeenRules;
  /** Only this workspace may come back. */
  readonly expected?: Expected | undefined;
  /** The address of the last page is asked for as soon as the first one is open. */
  readonly isPasting?: boolean;
  /** A sentence about whom the browser signs in. */
  readonly advice?: string | undefined;
}

/** The attempt behind its notification. */
async function showBrowserProgress(
  flow: ChatGptSignInFlow,
  { expected, rules, isPasting = false, advice }: BrowserManner,
): Promise<SignInOutcome> {
  const service = await flow.loadSignIn();
  let mustAsk = isPasting;
  return flow.prompts.progress(
    { title: l10n.t('Signing in to Codex'), isCancellable: true },
    async (report, signal) => {
      signal.addEventListener('abort', () => {
        service.cancel();
      });
      const following = service.onDidChange((state) => {
        if (state.kind === 'browser') {
          report([describeWaiting(state.waiting), advice].filter((part) => part !== undefined).join(' '));
          if (mustAsk) {
            mustAsk = false;
            flow.log.unawaited('sign-in', askWhileOpen(state.waiting, service, flow.prompts));
          }
        } else if (state.kind === 'finishing') {
          report(l10n.t('Almost done…'));
        }
      });
      try {
        return await keepExpectedAccount(expected, flow, () => service.withBrowser(expected, rules));
      } finally {
        following.dispose();
      }
    },
  );
}

/** A notification of progress has no buttons of its own, so the ways on are links, which the Tab key reaches too. */
function describeWaiting({ reach, isPasteOffered }: Pick<WaitingForBrowser, 'reach' | 'isPasteOffered'>): string {
  if (!isPasteOffered) {
    return l10n.t(
      'Finish signing in in your browser. No browser? Click “Codex” in the status bar and choose “Copy Sign-In Link”.',
    );
  }
  return reach === 'elsewhere'
    ? l10n.t(
        'Finish signing in in your browser. It may not reach this host and end on an error page: [paste its address here]({0}), or [use a device code]({1}).',
        'command:codexAccounts.pasteCallbackUrl',
        'command:codexAccounts.signInWithDeviceCode',
      )
    : l10n.t(
        'Finish signing in in your browser. The browser shows an error page? [Paste its address here]({0}).',
        'command:codexAccounts.pasteCallbackUrl',
      );
}

/** With a ChatGPT account there already, the browser picks the one that chatgpt.com is signed in with. */
async function adviseOnSeveral({ directory }: ChatGptSignInFlow): Promise<string | undefined> {
  const rows = await directory.list();
  return rows.some((row) => row.kind === 'ready' && row.account.credential.kind === 'chatgpt')
    ? l10n.t(
        'It takes whoever is signed in at chatgpt.com: for another account, [open chatgpt.com]({0}) and switch to it first.',
        chatGptUrl,
      )
    : undefined;
}

export interface SignInLinkFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'flash'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly attempt: Pick<SignInAttemptState, 'state'>;
}

/** Puts the address of the open sign-in on the clipboard, for another browser or profile. */
export async function copySignInLink({ prompts, clipboard, attempt }: SignInLinkFlow): Promise<void> {
  const { state } = attempt;
  if (state.kind !== 'browser') {
    await prompts.tell('information', l10n.t('No browser sign-in is open. Start one with “Sign In with Browser”.'));
    return;
  }
  await clipboard.writeText(state.waiting.link.reveal());
  prompts.flash(l10n.t('Sign-in link copied. Open it in a browser on this computer.'));
}
