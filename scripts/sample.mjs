// The folder that npm start opens.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository } from './practiceHome.mjs';

/**
 * Writes the page that says what to try, as plain text: code-server installed without native modules shows the preview of
 * a Markdown file as an empty page.
 */
export function writeSample(folder, { live, desktop }) {
  writeFileSync(join(folder, 'README.txt'), describe({ live, desktop }));
  makeRepository(folder);
}

function describe({ live, desktop }) {
  const signIn = live
    ? 'This window uses the real sign-in service and your own Codex home.'
    : 'Every account here is for practice: take any of the people on the sign-in page, no password is asked.';
  const method = desktop
    ? 'the browser comes back to this computer by itself.'
    : 'take the device code when this page runs on another computer than your browser.';
  return `Try Codex Accounts

${signIn}

1. Press F1 and run “Codex Accounts: Sign In”; ${method}
2. Look at the status bar below: it says which account is in use. Point at it, then click it.
${live ? liveTerminal : practiceTerminal}
4. Sign in as somebody else, then switch between the two.
5. Sign out, and read what each of the three ways reaches before you choose.
`;
}

const liveTerminal =
  '3. Open a terminal and run “codex login status”: your own Codex CLI, if you have one, is signed in too.';

const practiceTerminal = `3. Open a terminal. The Codex CLI is there, with a Codex home of its own, and is signed in too:
     codex login status    who is signed in
     codex exec "hello"    one turn; the practice service always gives the same answer
     codex                 the interactive Codex; type /status in it, then Ctrl+C twice
   “codex login” alone goes to the real sign-in service: sign in as in step 1 instead.`;
