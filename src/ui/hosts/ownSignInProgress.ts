import { ProgressLocation, env, l10n, window } from 'vscode';
import type { WaitingForBrowser } from '../../accounts/signIn/browserSignIn.ts';
import type { OwnSignIn, OwnSignInOutcome, OwnWaiting } from '../../accounts/signIn/ownSignIn.ts';
import { Cancelled } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { showCode } from '../signIn/deviceCodeProgress.ts';
import { askForAddress } from '../signIn/pasteAddress.ts';
import { vscodeClipboard } from '../shell/clipboard.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';
import { vscodePrompts } from '../shell/vscodePrompts.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';

/** A sign-in for another host behind its notification. Undefined when the person chose no way to sign in. */
export async function showOwnSignIn(own: OwnSignIn, hostName: string): Promise<OwnSignInOutcome | undefined> {
  const method = await chooseMethod(hostName);
  if (method === undefined) {
    return undefined;
  }
  const outcome = await runWithProgress(own, { method, hostName });
  return outcome.kind === 'useInstead' ? runWithProgress(own, { method: outcome.method, hostName }) : outcome;
}

type Method = 'browser' | 'deviceCode';

async function chooseMethod(hostName: string): Promise<Method | undefined> {
  const rows: readonly { readonly label: string; readonly detail: string; readonly method: Method }[] = [
    {
      label: l10n.t('$(globe) Browser'),
      detail: l10n.t('On this computer. It signs in whoever is signed in at chatgpt.com; you confirm who it is.'),
      method: 'browser',
    },
    {
      label: l10n.t('$(device-mobile) Device Code'),
      detail: `${l10n.t('On any device with a browser.')} ${methodFacts.deviceCodeSwitch.say()}`,
      method: 'deviceCode',
    },
  ];
  const picked = await window.showQuickPick(rows, {
    title: l10n.t('A Sign-In for {0}', linkSafeText(hostName)),
    placeHolder: l10n.t('It is made on this computer and handed over; your other sign-ins stay.'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.method;
}

async function runWithProgress(
  own: OwnSignIn,
  { method, hostName }: { method: Method; hostName: string },
): Promise<OwnSignInOutcome> {
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Signing in for {0}', linkSafeText(hostName)),
      cancellable: true,
    },
    async (progress, token) => {
      const ended = new AbortController();
      token.onCancellationRequested(() => {
        ended.abort(new Cancelled());
      });
      const over = new AbortController();
      let isLinkOffered = false;
      const onWaiting = (one: OwnWaiting): void => {
        if (one.kind === 'browser') {
          progress.report({ message: l10n.t('Finish signing in in your browser.') });
          if (!isLinkOffered) {
            isLinkOffered = true;
            void offerLink(one.waiting);
          }
          if (one.waiting.isPasteOffered) {
            void offerPaste(one.waiting, over.signal);
          }
        } else {
          progress.report({ message: l10n.t('Type {0} at {1}.', one.waiting.userCode, one.waiting.verificationUrl) });
          void showCode(one.waiting, {
            prompts: vscodePrompts,
            clipboard: vscodeClipboard,
            browser: vscodeBrowser,
          });
        }
      };
      try {
        return await own.run({ method, hostName, onWaiting, signal: ended.signal });
      } finally {
        over.abort();
      }
    },
  );
}

/** For another browser or profile, or where none could be opened. */
async function offerLink({ link }: WaitingForBrowser): Promise<void> {
  const copy = l10n.t('Copy Sign-In Link');
  if (
    (await window.showInformationMessage(
      l10n.t('No browser? Copy the link and open it in any browser on this computer.'),
      copy,
    )) === copy
  ) {
    await env.clipboard.writeText(link.reveal());
  }
}

/** The browser has not come back, or is not known to reach this host at all. */
async function offerPaste(waiting: WaitingForBrowser, over: AbortSignal): Promise<void> {
  const paste = l10n.t('Paste Its Address…');
  const choice = await window.showInformationMessage(
    l10n.t('The browser shows an error page? Paste its address here.'),
    paste,
  );
  if (choice === paste && !over.aborted) {
    await askForAddress(waiting, over, vscodePrompts);
  }
}
