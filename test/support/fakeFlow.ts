import type { ListedAccount } from '../../src/accounts/directory/listedAccount.ts';
import { SignInRules } from '../../src/accounts/use/signInRules.ts';
import type { AttemptState } from '../../src/accounts/signIn/signInService.ts';
import type { AccountState } from '../../src/accounts/use/currentAccount.ts';
import type { KeyringReach } from '../../src/home/store/keyringReach.ts';
import type { HomePlace } from '../../src/home/store/decidedCredential.ts';
import type { VaultEntry } from '../../src/storage/vault.ts';
import type { CommandName } from '../../src/ui/shell/registerCommands.ts';
import { Emitter } from '../../src/base/emitter.ts';
import { createFakeClock, notEnded } from './fakeClock.ts';
import { noRules } from './codexRules.ts';
import { createFakeHttp } from './fakeHttp.ts';
import { ScriptedPrompts, type Answer } from './scriptedPrompts.ts';
import { situationOf } from './situations.ts';

/**
 * What surfaces work with, in a local window: nobody is signed in, the Home is a file that every click reaches, and no
 * Codex runs. What a test is about it puts in the place of what is here; a service that it does not expect fails it.
 */
export function createFakeFlow(...answers: readonly Answer[]) {
  const opened: string[] = [];
  const copied: string[] = [];
  const ran: CommandName[] = [];
  const logged: string[] = [];
  const updates: string[] = [];
  const attempts = new Emitter<AttemptState>();
  const current = {
    state: { kind: 'signedOut', home: { kind: 'none' } } as AccountState,
    update: () => {
      updates.push(current.state.kind);
      return Promise.resolve(current.state);
    },
  };
  return {
    /** The addresses that a browser was opened at, the files and pages that were shown. */
    opened,
    /** The texts that were put on the clipboard. */
    copied,
    /** The commands that were run. */
    ran,
    /** Events of the log, with `shown` when a person was shown it. */
    logged,
    /** One entry for each time that the account in use was read anew. */
    updates,
    attempts,
    prompts: new ScriptedPrompts(...answers),
    browser: {
      open: (url: string) => {
        opened.push(url);
        return Promise.resolve(true);
      },
    },
    clipboard: {
      readText: () => Promise.resolve(''),
      writeText: (text: string) => {
        copied.push(text);
        return Promise.resolve();
      },
    },
    log: {
      info: (event: string, detail = '') => {
        logged.push(`${event}: ${detail}`);
      },
      failure: (event: string) => {
        logged.push(`${event} failed`);
      },
      unawaited: (event: string, work: PromiseLike<unknown>) => {
        work.then(undefined, () => logged.push(`${event} failed`));
      },
      show: () => {
        logged.push('shown');
      },
    },
    current,
    clock: createFakeClock(),
    ended: notEnded,
    http: createFakeHttp({}),
    host: situationOf(),
    attempt: { state: { kind: 'idle' } as AttemptState, onDidChange: attempts.event },
    directory: {
      list: () => Promise.resolve<readonly ListedAccount[]>([]),
      find: () => Promise.resolve<VaultEntry>({ kind: 'missing' }),
      decorate: () => Promise.resolve(undefined),
    },
    inspector: {
      locate: () => Promise.resolve<HomePlace>({ kind: 'file', path: '/home/ada/.codex/auth.json' }),
      reach: () => Promise.resolve<KeyringReach>('direct'),
      renew: () => Promise.resolve(),
    },
    keychainNotice: { say: () => Promise.resolve(true) },
    codex: { signIn: refuse },
    check: { run: refuse, runOnGrant: refuse, listNewWorkspaces: refuse },
    remote: { view: undefined },
    places: { home: '/home/ada/.codex/auth.json' },
    run: (name: CommandName) => {
      ran.push(name);
      return Promise.resolve();
    },
    showPanel: () => {
      ran.push('showAccount');
      return Promise.resolve();
    },
    /** No check tells more than the failure itself. */
    findCause: () => Promise.resolve(undefined),
    /** That no Codex can be looked at is noted, and nothing is said of it. */
    loadRunning: refuse,
    openFile: (path: string) => {
      opened.push(path);
      return Promise.resolve();
    },
    showPage: (title: string) => {
      opened.push(title);
      return Promise.resolve();
    },
    /** No rule is set. */
    loadRules: () => Promise.resolve(new SignInRules({ observe: () => Promise.resolve(noRules) })),
    loadHomeLink: refuse,
    loadProviders: refuse,
    editProvider: refuse,
    loadSignIn: refuse,
    loadSignOut: refuse,
    loadStore: refuse,
    loadSwitch: refuse,
    loadUsage: refuse,
  };
}

/** A Home in a keychain of macOS, which the person would not have opened. */
export const refusedKeychain = {
  inspector: {
    locate: () =>
      Promise.resolve<HomePlace>({ kind: 'keyring', item: 'Codex Auth', reach: 'onClick', otherwise: undefined }),
    reach: () => Promise.resolve<KeyringReach>('onClick'),
    renew: () => Promise.resolve(),
  },
  keychainNotice: { say: () => Promise.resolve(false) },
};

function refuse(): Promise<never> {
  return Promise.reject(new TypeError('This test expects nobody to ask for it.'));
}
