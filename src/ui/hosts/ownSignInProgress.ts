import { l10n } from 'vscode';
import type { WaitingForBrowser } from '../../accounts/signIn/browserSignIn.ts';
import type { OwnSignInOutcome, OwnWaiting } from '../../accounts/signIn/ownSignIn.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Log } from '../shell/log.ts';
import type { HostServices } from '../shell/hostServices.ts';
import type { Prompts } from '../shell/prompts.ts';
import { showCode, type ShowCodeFlow } from '../signIn/deviceCodeProgress.ts';
import { askForAddress } from '../signIn/pasteAddress.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';

export type OwnSignInFlow = ShowCodeFlow & {
  readonly prompts: Prompts;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly log: Pick<Log, 'unawaited'>;
  readonly loadHosts: () => Promise<HostServices>;
};

/** A sign-in for another host behind its notification. Undefined when the person chose no way to sign in. */
export async function showOwnSignIn(hostName: string, flow: OwnSignInFlow): Promise<OwnSignInOutcome | undefined> {
  const method = await chooseMethod(hostName, flow);
  if (method === undefined) {
    return undefined;
  }
  const outcome = await runWithProgress(method, hostName, flow);
  return outcome.kind === 'useInstead' ? runWithProgress(outcome.method, hostName, flow) : outcome;
}

type Method = 'browser' | 'deviceCode';

async function chooseMethod(hostName: string, { prompts }: OwnSignInFlow): Promise<Method | undefined> {
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
  const picked = await prompts.pick(rows, {
    title: l10n.t('A Sign-In for {0}', linkSafeText(hostName)),
    placeHolder: l10n.t('It is made on this computer and handed over; your other sign-ins stay.'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.method;
}

async function runWithProgress(method: Method, hostName: string, flow: OwnSignInFlow): Promise<OwnSignInOutcome> {
  const { loadOwnSignIn } = await flow.loadHosts();
  const own = await loadOwnSignIn();
  const title = l10n.t('Signing in for {0}', linkSafeText(hostName));
  return flow.prompts.progress({ title, isCancellable: true }, async (report, signal) => {
    const over = new AbortController();
    let isLinkOffered = false;
    const onWaiting = (one: OwnWaiting): void => {
      if (one.kind === 'browser') {
        report(l10n.t('Finish signing in in your browser.'));
        if (!isLinkOffered) {
          isLinkOffered = true;
          flow.log.unawaited('host', offerLink(one.waiting, flow));
        }
        if (one.waiting.isPasteOffered) {
          flow.log.unawaited('host', offerPaste(one.waiting, over.signal, flow));
        }
      } else {
        report(l10n.t('Type {0} at {1}.', one.waiting.userCode, one.waiting.verificationUrl));
        flow.log.unawaited('host', showCode(one.waiting, flow));
      }
    };
    try {
      return await own.run({ method, hostName, onWaiting, signal });
    } finally {
      over.abort();
    }
  });
}

/** For another browser or profile, or where none could be opened. */
async function offerLink({ link }: WaitingForBrowser, { prompts, clipboard }: OwnSignInFlow): Promise<void> {
  const copy = l10n.t('Copy Sign-In Link');
  const choice = await prompts.offer(
    'information',
    l10n.t('No browser? Copy the link and open it in any browser on this computer.'),
    copy,
  );
  if (choice === copy) {
    await clipboard.writeText(link.reveal());
  }
}

/** The browser has not come back, or is not known to reach this host at all. */
async function offerPaste(waiting: WaitingForBrowser, over: AbortSignal, { prompts }: OwnSignInFlow): Promise<void> {
  const paste = l10n.t('Paste Its Address…');
  const choice = await prompts.offer(
    'information',
    l10n.t('The browser shows an error page? Paste its address here.'),
    paste,
  );
  if (choice === paste && !over.aborted) {
    await askForAddress(waiting, over, prompts);
  }
}
