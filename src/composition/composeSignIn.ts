import { join } from 'node:path';
import { env } from 'vscode';
import { OwnSignIn } from '../accounts/signIn/ownSignIn.ts';
import { SignInKeeper, type SignInKeeperPorts } from '../accounts/signIn/signInKeeper.ts';
import { SignInService, type SignInPorts } from '../accounts/signIn/signInService.ts';
import type { HostSituation } from '../window/hostSituation.ts';
import { AttemptFile } from '../platform/files/attemptFile.ts';
import { renderCallbackPages } from '../platform/network/callbackPages.ts';
import { LoopbackListener } from '../platform/network/loopbackListener.ts';
import { findPortHolder } from '../platform/network/listeningProcess.ts';
import { buildCallbackWords } from '../ui/text/callbackText.ts';
import { askHandOver } from '../ui/hosts/handOverPrompt.ts';
import { askToTakeOver, signInQuestions } from '../ui/signIn/signInQuestions.ts';
import type { Prompts } from '../ui/shell/prompts.ts';
import { browserOf, vscodeBrowser } from '../ui/shell/vscodeBrowser.ts';

type Given = Omit<SignInKeeperPorts, 'questions'> & {
  readonly rules: SignInPorts['rules'];
  readonly issuer: SignInPorts['issuer'];
  readonly stateFolder: string;
  readonly host: HostSituation;
  readonly prompts: Pick<Prompts, 'confirm'>;
};

/** The part of the composition that only a sign-in needs: loaded with the first one. */
export function composeSignIn({ stateFolder, host, prompts, ...given }: Given): SignInService {
  const questions = signInQuestions({ prompts, browser: vscodeBrowser });
  return new SignInService({
    ...given,
    ...reachBrowser({ stateFolder, host, clock: given.clock }),
    questions,
    keeper: new SignInKeeper({ ...given, questions }),
  });
}

/** A sign-in that is made here for another host. */
export function composeOwnSignIn({
  stateFolder,
  host,
  prompts,
  ...given
}: Omit<Given, 'directory' | 'homeLink' | 'rules'>): OwnSignIn {
  return new OwnSignIn({
    ...given,
    ...reachBrowser({ stateFolder, host, clock: given.clock }),
    questions: {
      takeOverAttempt: (other) => askToTakeOver(prompts, other),
      confirmHandOver: askHandOver(prompts),
    },
  });
}

function reachBrowser({
  stateFolder,
  host,
  clock,
}: Pick<Given, 'stateFolder' | 'host' | 'clock'>): Pick<SignInPorts, 'browser' | 'listener' | 'attemptLock'> {
  return {
    browser: browserOf(host),
    listener: new LoopbackListener({ pages: renderCallbackPages(buildCallbackWords()), findHolder: findPortHolder }),
    attemptLock: new AttemptFile(join(stateFolder, 'sign-in.json'), env.appName, clock),
  };
}
