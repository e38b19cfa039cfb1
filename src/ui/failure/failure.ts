import { commands, l10n, window } from 'vscode';
import { nextMethod, type SignInMethod } from '../../accounts/signIn/methods.ts';
import { foreseeReach } from '../../window/callbackReach.ts';
import { AuthError } from '../../errors/authError.ts';
import { explain } from '../text/messages.ts';
import type { Services } from '../shell/services.ts';
import { FailedSignIn } from './failedSignIn.ts';

interface WayOn {
  readonly title: string;
  readonly command: string;
  /** Only for a way to sign in. */
  readonly method?: SignInMethod;
}

/** Says what went wrong and offers the way on that can work here. */
export async function showFailure(failure: unknown, services: Services): Promise<void> {
  const showLog = l10n.t('Show Log');
  if (!(failure instanceof AuthError)) {
    const choice = await window.showErrorMessage(
      l10n.t('Something unexpected happened; nothing was lost. The log names the place, without any of your data.'),
      showLog,
    );
    if (choice === showLog) {
      services.log.show();
    }
    return;
  }
  const action = chooseAction(failure, services);
  const choice = await window.showErrorMessage(
    explainHere(failure, services),
    ...(action === undefined ? [] : [action.title]),
    showLog,
  );
  if (choice === showLog) {
    services.log.show();
  } else if (choice !== undefined && action !== undefined) {
    await (failure instanceof FailedSignIn ? failure.goOn(action.method) : commands.executeCommand(action.command));
  }
}

/**
 * Which machine asked is what helps where a network is in the way. Moved to a remote, this extension asks from there;
 * the way back is the person's setting.
 */
function explainHere(failure: AuthError, { host }: Services): string {
  const words = explain(failure, host.machine === undefined ? undefined : l10n.t('the host {0}', host.machine));
  return host.isSideChosen && host.machine !== undefined && failure.reason === 'regionRefused'
    ? `${words} ${l10n.t('Your setting remote.extensionKind has Codex Accounts run there; without it, requests leave from your own computer.')}`
    : words;
}

function chooseAction(failure: AuthError, services: Services): WayOn | undefined {
  if (failure.reason === 'copy' || failure.reason === 'copyUncertain') {
    return { title: l10n.t('Copy Account to a Host…'), command: 'codexAccounts.copySignInToHost' };
  }
  switch (failure.code) {
    case 'chooseAnotherMethod':
      return anotherMethod(failure, services);
    case 'askAdmin':
      // What an admin has to switch on takes its time; another way in may work at once.
      return isAboutDeviceCodes(failure) ? anotherMethod(failure, services) : signInAgain(failure);
    case 'signInAgain':
    case 'tryAgain':
    case 'correctInput':
      return signInAgain(failure);
    case 'checkNetwork':
    case 'fixFile':
      return undefined;
  }
}

function signInAgain(failure: AuthError): WayOn {
  return {
    title: failure instanceof FailedSignIn ? l10n.t('Sign In Again') : l10n.t('Sign In…'),
    command: 'codexAccounts.signIn',
  };
}

function anotherMethod(failure: AuthError, { host }: Services): WayOn {
  switch (nextMethod(isAboutDeviceCodes(failure) ? 'deviceCode' : 'browser', foreseeReach(host))) {
    case 'browser':
      return { title: l10n.t('Sign In with Browser'), command: 'codexAccounts.signInWithBrowser', method: 'browser' };
    case 'pasteUrl':
      return {
        title: l10n.t('Sign In by Pasting an Address'),
        command: 'codexAccounts.pasteCallbackUrl',
        method: 'pasteUrl',
      };
    default:
      return {
        title: l10n.t('Use a Device Code'),
        command: 'codexAccounts.signInWithDeviceCode',
        method: 'deviceCode',
      };
  }
}

function isAboutDeviceCodes({ reason }: AuthError): boolean {
  return reason === 'deviceCode';
}
