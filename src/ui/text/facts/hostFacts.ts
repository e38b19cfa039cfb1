import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** The documented ways to sign in where no browser reaches the host. */
export const hostFacts = {
  callbackIsLocal: {
    sources: ['auth', 'earlierRepository'],
    say: () =>
      l10n.t(
        'After a browser sign-in, the browser goes back to an address on localhost, port 1455 by default. That is the computer where the browser runs. When Codex runs on another host, its listener waits there, and the browser does not reach it: this is why a plain browser sign-in fails over SSH, in a container or in WSL.',
      ),
  },
  deviceCodeFirst: {
    sources: ['auth'],
    say: () => l10n.t('The documents put the device code first, then copying the file, then forwarding the callback.'),
  },
  copyIsEasiest: {
    sources: ['earlierRepository'],
    say: () => l10n.t('An earlier page calls copying the file likely the easiest way.'),
  },
  deviceCodeThere: {
    sources: ['auth'],
    say: () => l10n.t('In a terminal there; device codes must be switched on in ChatGPT.'),
  },
  deviceCodeAnywhere: {
    sources: ['auth', 'guide'],
    say: () => l10n.t('Open the link in any browser, sign in there and type the code. Nothing has to reach localhost.'),
  },
  signInHereFirst: {
    sources: ['auth', 'earlierRepository'],
    say: () =>
      l10n.t(
        'First run “codex login” on this computer, where the browser reaches localhost:1455, and check that auth.json is in its Codex home.',
      ),
  },
  storeWithFile: {
    sources: ['auth', 'configReference'],
    say: () =>
      l10n.t(
        'It does not work while the sign-in is in the OS keyring: choose the store “file” first. With “auto”, it works where Codex fell back to the file.',
      ),
  },
  copyWorksElsewhere: {
    sources: ['earlierRepository'],
    say: () => l10n.t('auth.json is not tied to a host: a copy works on another one.'),
  },
  copyIsForOne: {
    sources: ['ciAuth', 'cli'],
    say: () =>
      l10n.t(
        'A copy is for one machine at a time: the sign-in renews itself with a token that works once, so the first of two copies to renew ends the other. Sign in once more for the other host, and do not go on using the copied one here.',
      ),
  },
  copyIsPassword: {
    sources: ['auth', 'ciAuth'],
    say: () => l10n.t('Treat auth.json like a password: do not commit it, paste it into tickets, or share it in chat.'),
  },
  copyByScp: { sources: ['auth', 'earlierRepository'], say: () => l10n.t('With scp, from this computer.') },
  copyInOneLine: {
    sources: ['auth', 'earlierRepository'],
    say: () => l10n.t('The same in one line, for hosts that have no scp.'),
  },
  copyIntoContainer: {
    sources: ['auth', 'earlierRepository'],
    say: () => l10n.t('MY_CONTAINER is the container’s name or id; its home decides the place.'),
  },
  forwardNeeds: {
    sources: ['auth'],
    say: () => l10n.t('Where ports can be forwarded to this computer. Run this here first.'),
  },
  forwardThen: {
    sources: ['auth', 'earlierRepository'],
    say: () =>
      l10n.t(
        'The order matters: the forwarding begins before the sign-in, because the listener waits on the remote host. Then run “codex login” in that session and open the address that it prints in a browser on this computer; its way back to localhost:1455 then leads to the host.',
      ),
  },
  homeOnUnix: { sources: ['variables', 'earlierRepository'], say: () => '`~/.codex`' },
  homeOnWindows: { sources: ['earlierRepository'], say: () => '`%USERPROFILE%\\.codex`' },
  homeByVariable: {
    sources: ['variables'],
    say: () => l10n.t('the folder in CODEX_HOME when it is set; it must exist'),
  },
  storesWithFile: {
    sources: ['auth', 'configReference'],
    say: () =>
      l10n.t(
        'Codex reads auth.json with the store “file”, and with “auto” where the OS keyring has no sign-in or is not available.',
      ),
  },
  ciByKey: {
    sources: ['auth', 'nonInteractive'],
    say: () => l10n.t('An API key is the recommended way for CI; a workspace can use an access token.'),
  },
  ciByAccount: {
    sources: ['ciAuth'],
    say: () =>
      l10n.t(
        'Running CI as your account is the advanced version of copying: for trusted private runners only, one job at a time, with the renewed file kept for the next run.',
      ),
  },
} as const satisfies Readonly<Record<string, Fact>>;
