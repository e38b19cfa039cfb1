import { l10n } from 'vscode';
import { nextMethod, orderMethods, type SignInMethod } from '../../accounts/signIn/methods.ts';
import { foreseeReach } from '../../window/callbackReach.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findHelp } from '../text/answerHelp.ts';
import { explain } from '../text/errorText.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandFlow, CommandName } from '../shell/registerCommands.ts';
import { offerHelp, type AnswerFlow } from './answerActions.ts';
import { FailedSignIn } from './failedSignIn.ts';

/** What a look at the cause of a failure found: a sentence that comes before the failure's own, and what mends it. */
export interface FoundCause {
  readonly words: string;
  readonly fix: { readonly title: string; readonly run: () => Promise<void> } | undefined;
}

export type FailureFlow = CommandFlow &
  AnswerFlow & {
    /** Looks for the cause of a failure by the checks that can tell it; undefined where none does. */
    readonly findCause: (failure: AuthError) => Promise<FoundCause | undefined>;
    readonly prompts: Pick<Prompts, 'offer'>;
    readonly log: Pick<Log, 'show' | 'failure'>;
    readonly host: HostSituation;
  };

interface WayOn {
  readonly title: string;
  readonly command: CommandName;
  /** Only for a way to sign in. */
  readonly method?: SignInMethod;
}

/** Says what went wrong and offers the way on that can work here. */
export async function showFailure(failure: unknown, flow: FailureFlow): Promise<void> {
  const showLog = l10n.t('Show Log');
  if (!(failure instanceof AuthError)) {
    const choice = await flow.prompts.offer(
      'error',
      l10n.t('Something unexpected happened; nothing was lost. The log names the place, without any of your data.'),
      showLog,
    );
    if (choice === showLog) {
      flow.log.show();
    }
    return;
  }
  const action = chooseAction(failure, flow);
  const help = offerHelp(failure.sentence, flow);
  const cause = await lookForCause(failure, flow);
  const choice = await flow.prompts.offer(
    'error',
    [cause?.words ?? '', explainHere(failure, flow)].filter((words) => words !== '').join(' '),
    ...new Set([
      ...(cause?.fix === undefined ? [] : [cause.fix.title]),
      ...chooseButtons(failure, action === undefined ? [] : [action.title], { help: help.buttons, showLog }),
    ]),
  );
  if (choice !== undefined && choice === cause?.fix?.title && choice !== action?.title) {
    await cause.fix.run();
  } else if (choice === showLog) {
    flow.log.show();
  } else if (choice !== undefined && help.buttons.includes(choice)) {
    await help.choose(choice);
  } else if (choice !== undefined && action !== undefined) {
    await (failure instanceof FailedSignIn ? failure.goOn(action.method) : flow.run(action.command));
  }
}

/** A look that fails itself keeps no message back: it is noted, and the failure is said without a cause. */
async function lookForCause(failure: AuthError, { findCause, log }: FailureFlow): Promise<FoundCause | undefined> {
  try {
    return await findCause(failure);
  } catch (other) {
    log.failure('diagnosis', other);
    return undefined;
  }
}

/**
 * VS Code cuts the words of buttons that do not fit beside each other: a message for another person leaves room for one
 * more, which is the person's own way on where there is one.
 */
function chooseButtons(
  { sentence }: AuthError,
  own: readonly string[],
  { help, showLog }: { readonly help: readonly string[]; readonly showLog: string },
): readonly string[] {
  return hasMessage(sentence) ? [...own, ...help].slice(0, 2) : [...own, ...help, showLog];
}

function hasMessage(sentence: Sentence): boolean {
  return findHelp(sentence)?.ask !== undefined;
}

/**
 * Which machine asked is what helps where a network is in the way. Moved to a remote, this extension asks from there;
 * the way back is the person's setting.
 */
function explainHere(failure: AuthError, { host }: FailureFlow): string {
  const words = explain(failure, host.machine === undefined ? undefined : l10n.t('the host {0}', host.machine));
  return host.isSideChosen && host.machine !== undefined && failure.reason === 'regionRefused'
    ? `${words} ${l10n.t('Your setting remote.extensionKind has Codex Accounts run there; without it, requests leave from your own computer.')}`
    : words;
}

function chooseAction(failure: AuthError, flow: FailureFlow): WayOn | undefined {
  if (failure.reason === 'copy' || failure.reason === 'copyUncertain') {
    return { title: l10n.t('Copy Account to a Host…'), command: 'copySignInToHost' };
  }
  switch (failure.reason) {
    case 'keysRuledOut':
      return nameWay(orderMethods(foreseeReach(flow.host))[0]?.method);
    case 'chatgptRuledOut':
      return { title: l10n.t('Sign In with API Key'), command: 'signInWithApiKey', method: 'apiKey' };
    case 'noWayIn':
      return { title: l10n.t('Show Rules of Codex'), command: 'showSignInRules' };
    default:
  }
  switch (failure.code) {
    case 'chooseAnotherMethod':
      return anotherMethod(failure, flow);
    case 'askAdmin':
      // What an admin has to switch on takes its time; another way in may work at once.
      if (isAboutDeviceCodes(failure)) {
        return anotherMethod(failure, flow);
      }
      return hasMessage(failure.sentence) ? undefined : signInAgain(failure);
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
    command: 'signIn',
  };
}

function anotherMethod(failure: AuthError, { host }: FailureFlow): WayOn {
  return nameWay(nextMethod(isAboutDeviceCodes(failure) ? 'deviceCode' : 'browser', foreseeReach(host)));
}

function nameWay(method: SignInMethod | undefined): WayOn {
  switch (method) {
    case 'browser':
      return { title: l10n.t('Sign In with Browser'), command: 'signInWithBrowser', method: 'browser' };
    case 'pasteUrl':
      return {
        title: l10n.t('Sign In by Pasting an Address'),
        command: 'pasteCallbackUrl',
        method: 'pasteUrl',
      };
    default:
      return {
        title: l10n.t('Use a Device Code'),
        command: 'signInWithDeviceCode',
        method: 'deviceCode',
      };
  }
}

function isAboutDeviceCodes({ reason }: AuthError): boolean {
  return reason === 'deviceCode';
}
