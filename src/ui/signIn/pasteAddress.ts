import { l10n } from 'vscode';
import type { WaitingForBrowser } from '../../accounts/signIn/browserSignIn.ts';
import type { Event } from '../../base/emitter.ts';
import { Secret } from '../../base/secret.ts';
import type { Prompts } from '../shell/prompts.ts';
import { explainPasteProblem } from '../text/pasteText.ts';

/** Something whose state says whether a browser sign-in is open; the pasting ends with it. */
export interface OpenAttempt {
  readonly state: { readonly kind: string };
  readonly onDidChange: Event<unknown>;
}

type Pasting = Pick<WaitingForBrowser, 'paste'>;

export async function askWhileOpen(
  waiting: Pasting,
  attempt: OpenAttempt,
  prompts: Pick<Prompts, 'input'>,
): Promise<void> {
  const over = new AbortController();
  const following = attempt.onDidChange(() => {
    if (attempt.state.kind !== 'browser') {
      over.abort();
    }
  });
  try {
    await askForAddress(waiting, over.signal, prompts);
  } finally {
    following.dispose();
  }
}

/**
 * Asks for the address of the page that the browser could not show. It is typed as a password is: in a browser window,
 * spelling and translation services read along in every other field, and a shared screen shows what is in it.
 * @param over aborts when the sign-in no longer waits for its browser
 */
export async function askForAddress(
  { paste }: Pasting,
  over: AbortSignal,
  prompts: Pick<Prompts, 'input'>,
): Promise<void> {
  const pasted = await prompts.input({
    title: l10n.t('Paste the Address of the Browser’s Error Page'),
    prompt: l10n.t(
      'All of it, beginning with “http://127.0.0.1:”. Paste it here only, never into a web page or a chat.',
    ),
    isPassword: true,
    validate: (text) => {
      const problem = paste.validate(new Secret(text));
      return problem === undefined ? undefined : explainPasteProblem(problem);
    },
    signal: over,
  });
  if (pasted !== undefined) {
    paste.submit(new Secret(pasted));
  }
}
