import type { OwnSignInOutcome, OwnSignInRequest } from '../../../../src/accounts/signIn/ownSignIn.ts';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { HostListFlow } from '../../../../src/ui/hosts/hostList.ts';
import type { HostServices } from '../../../../src/ui/shell/hostServices.ts';
import type { CommandName } from '../../../../src/ui/shell/registerCommands.ts';
import { createFakeBrowser } from '../../../support/fakePorts.ts';
import { unknownIdentity } from '../../../support/records.ts';
import { ScriptedPrompts, type Answer } from '../../../support/scriptedPrompts.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createRemoteScene } from '../../hosts/remote/remoteHostScene.ts';
import { notEnded } from '../../../support/fakeClock.ts';

/** An own sign-in that came back as Eve's; `discards` grows when it is ended. */
function createOwnSignIn(outcome?: OwnSignInOutcome) {
  const requests: OwnSignInRequest[] = [];
  const own = {
    requests,
    discards: 0,
    run: (request: OwnSignInRequest): Promise<OwnSignInOutcome> => {
      requests.push(request);
      const discard = (): Promise<void> => {
        own.discards += 1;
        return Promise.resolve();
      };
      const identity = { ...unknownIdentity, email: 'eve@example.com' };
      return Promise.resolve(outcome ?? { kind: 'ready', credential: buildOwn(mintTokens()), identity, discard });
    },
  };
  return own;
}

/** A window on a remote whose companion answers, a person who answers by script, and Ada's account in use here. */
export async function createHostFlow(...answers: readonly Answer[]) {
  const scene = await createRemoteScene();
  const { host: remote, records, clock, directory, account, remote: there } = scene;
  const prompts = new ScriptedPrompts(...answers);
  const browser = createFakeBrowser();
  const own = createOwnSignIn();
  const done = { commands: [] as CommandName[], copied: [] as string[], noted: [] as unknown[] };
  const window: { remote: HostServices['remote']; state: AccountState } = {
    remote,
    state: { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined },
  };
  const flow: HostListFlow = {
    prompts,
    browser,
    clock,
    ended: notEnded,
    directory,
    clipboard: {
      writeText: (text) => {
        done.copied.push(text);
        return Promise.resolve();
      },
    },
    log: { info: () => undefined, failure: (_event, failure) => done.noted.push(failure), unawaited: () => undefined },
    host: { side: 'ui', remoteName: 'ssh-remote' },
    current: { update: () => Promise.resolve(window.state) },
    running: { sentences: [] },
    places: { home: '/home/ada/.codex/auth.json' },
    loadHosts: () =>
      Promise.resolve({
        records,
        leases: { make: () => Promise.reject(new TypeError('The host makes its own leases.')) },
        remote: window.remote,
        companionPackage: { fsPath: '/extensions/codex-accounts/dist/codex-accounts-host.vsix' },
        loadOwnSignIn: () => Promise.resolve(own),
      }),
    loadRunning: () =>
      Promise.resolve({
        prompts,
        service: {
          look: () => Promise.resolve([]),
          bringAlong: () => Promise.resolve({ step: 'nothing', before: undefined, running: [] }),
          bringAlongNow: () => Promise.resolve({ step: 'nothing', before: undefined, running: [] }),
        },
        mode: () => 'ask',
        names: () => Promise.resolve({ hidePersonalInfo: false, findLabel: () => undefined, host: undefined }),
        nextAccount: () => Promise.resolve(undefined),
        show: () => undefined,
        restart: undefined,
        note: (failure) => done.noted.push(failure),
        offered: new Set<number>(),
      }),
    run: (name) => {
      done.commands.push(name);
      return Promise.resolve();
    },
  };
  /** Ada's lease stands there, as after an earlier click. */
  const lendBefore = async (): Promise<void> => {
    await remote.look();
    await remote.lend(account);
  };
  return { ...scene, flow, prompts, browser, own, done, window, there, lendBefore };
}
