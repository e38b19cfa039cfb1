import { join } from 'node:path';
import { env } from 'vscode';
import { OwnSignIn } from '../accounts/ownSignIn.ts';
import { SignInService, type SignInPorts } from '../accounts/signInService.ts';
import { AttemptFile } from '../platform/attemptFile.ts';
import { renderCallbackPages } from '../platform/callbackPages.ts';
import { LoopbackListener } from '../platform/loopbackListener.ts';
import { findPortHolder } from '../platform/portHolder.ts';
import { buildCallbackWords } from '../ui/callbackWords.ts';
import { handOverQuestions } from '../ui/handOverPrompt.ts';
import { prompts } from '../ui/prompts.ts';
import { vscodeBrowser } from '../ui/vscodeBrowser.ts';
import type { Clock } from '../util/clock.ts';

type Given = Pick<SignInPorts, 'http' | 'clock' | 'directory' | 'homeLink' | 'check' | 'issuer'> & { readonly stateFolder: string };

/** The part of the composition that only a sign-in needs: loaded with the first one. */
export function composeSignIn({ stateFolder, ...given }: Given): SignInService {
  return new SignInService({ ...given, ...reachBrowser(stateFolder, given.clock), questions: prompts });
}

/** A sign-in that is made here for another host. */
export function composeOwnSignIn({ stateFolder, ...given }: Pick<Given, 'http' | 'clock' | 'check' | 'issuer' | 'stateFolder'>): OwnSignIn {
  return new OwnSignIn({ ...given, ...reachBrowser(stateFolder, given.clock), questions: handOverQuestions });
}

function reachBrowser(stateFolder: string, clock: Clock): Pick<SignInPorts, 'browser' | 'listener' | 'attemptLock'> {
  return {
    browser: vscodeBrowser,
    listener: new LoopbackListener({ pages: renderCallbackPages(buildCallbackWords()), findHolder: findPortHolder }),
    attemptLock: new AttemptFile(join(stateFolder, 'sign-in.json'), env.appName, clock),
  };
}
