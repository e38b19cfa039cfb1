import { join } from 'node:path';
import { env } from 'vscode';
import { OwnSignIn } from '../accounts/signIn/ownSignIn.ts';
import { SignInKeeper, type SignInKeeperPorts } from '../accounts/signIn/signInKeeper.ts';
import { SignInService, type SignInPorts } from '../accounts/signIn/signInService.ts';
import type { HostSituation } from '../window/hostSituation.ts';
import { AttemptFile } from '../platform/files/attemptFile.ts';
import { renderCallbackPages } from '../platform/network/callbackPages.ts';
import { LoopbackListener } from '../platform/network/loopbackListener.ts';
import { findPortHolder } from '../platform/network/portHolder.ts';
import { buildCallbackWords } from '../ui/text/callbackWords.ts';
import { handOverQuestions } from '../ui/hosts/handOverPrompt.ts';
import { prompts } from '../ui/signIn/prompts.ts';
import { browserOf } from '../ui/shell/vscodeBrowser.ts';

type Given = Omit<SignInKeeperPorts, 'questions'> & {
  readonly issuer: SignInPorts['issuer'];
  readonly stateFolder: string;
  readonly host: HostSituation;
};

/** The part of the composition that only a sign-in needs: loaded with the first one. */
export function composeSignIn({ stateFolder, host, ...given }: Given): SignInService {
  return new SignInService({
    ...given,
    ...reachBrowser({ stateFolder, host, clock: given.clock }),
    questions: prompts,
    keeper: new SignInKeeper({ ...given, questions: prompts }),
  });
}

/** A sign-in that is made here for another host. */
export function composeOwnSignIn({ stateFolder, host, ...given }: Omit<Given, 'directory' | 'homeLink'>): OwnSignIn {
  return new OwnSignIn({
    ...given,
    ...reachBrowser({ stateFolder, host, clock: given.clock }),
    questions: handOverQuestions,
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
