import { CancellationTokenSource, l10n, window } from 'vscode';
import type { WaitingForBrowser } from '../../accounts/signIn/browserSignIn.ts';
import type { Event } from '../../util/emitter.ts';
import { Secret } from '../../util/secret.ts';
import { explainPasteProblem } from '../text/pasteWords.ts';

/** Something whose state says whether a browser sign-in is open; the pasting ends with it. */
export interface OpenAttempt {
  readonly state: { readonly kind: string };
  readonly onDidChange: Event<unknown>;
}

type Pasting = Pick<WaitingForBrowser, 'paste'>;

export async function askWhileOpen(waiting: Pasting, attempt: OpenAttempt): Promise<void> {
  const over = new AbortController();
  const following = attempt.onDidChange(() => {
    if (attempt.state.kind !== 'browser') {
      over.abort();
    }
  });
  try {
    await askForAddress(waiting, over.signal);
  } finally {
    following.dispose();
  }
}

/**
 * Asks for the address of the page that the browser could not show. It is typed as a password is: in a browser window,
 * spelling and translation services read along in every other field, and a shared screen shows what stands in it.
 * @param over aborts when the sign-in no longer waits for its browser
 */
export async function askForAddress({ paste }: Pasting, over: AbortSignal): Promise<void> {
  const closing = new CancellationTokenSource();
  const close = (): void => {
    closing.cancel();
  };
  over.addEventListener('abort', close, { once: true });
  try {
    const pasted = await window.showInputBox(
      {
        title: l10n.t('Paste the Address of the Browser’s Error Page'),
        prompt: l10n.t(
          'All of it, beginning with “http://127.0.0.1:”. Paste it here only, never into a web page or a chat.',
        ),
        password: true,
        ignoreFocusOut: true,
        validateInput: (text) => {
          const problem = paste.findProblem(new Secret(text));
          return problem === undefined ? undefined : explainPasteProblem(problem);
        },
      },
      closing.token,
    );
    if (pasted !== undefined) {
      paste.take(new Secret(pasted));
    }
  } finally {
    over.removeEventListener('abort', close);
    closing.dispose();
  }
}
