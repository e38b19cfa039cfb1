import { join } from 'node:path';
import { env } from 'vscode';
import { SignInService, type SignInPorts } from '../accounts/signInService.ts';
import { AttemptFile } from '../platform/attemptFile.ts';
import { renderCallbackPages } from '../platform/callbackPages.ts';
import { LoopbackListener } from '../platform/loopbackListener.ts';
import { findPortHolder } from '../platform/portHolder.ts';
import { buildCallbackWords } from '../ui/callbackWords.ts';
import { prompts } from '../ui/prompts.ts';
import { vscodeBrowser } from '../ui/vscodeBrowser.ts';

type Given = Pick<SignInPorts, 'http' | 'clock' | 'directory' | 'homeLink' | 'check' | 'issuer'> & { readonly stateFolder: string };

/** The part of the composition that only a sign-in needs: loaded with the first one. */
export function composeSignIn({ stateFolder, ...given }: Given): SignInService {
  return new SignInService({
    ...given,
    browser: vscodeBrowser,
    questions: prompts,
    listener: new LoopbackListener({ pages: renderCallbackPages(buildCallbackWords()), findHolder: findPortHolder }),
    attemptLock: new AttemptFile(join(stateFolder, 'sign-in.json'), env.appName, given.clock),
  });
}
