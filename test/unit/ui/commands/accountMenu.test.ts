import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import { showAccountMenu } from '../../../../src/ui/commands/accountMenu.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const work = createAccount({ label: 'Work' });
const home = createAccount({ label: 'Home' });

function createScene(...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const switched: string[] = [];
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  return {
    ...flow,
    switched,
    signIn,
    folder: { find: () => undefined },
    places: { ...flow.places, homePlace: { kind: 'file', path: flow.places.home } } as const,
    directory: {
      ...flow.directory,
      list: () => Promise.resolve([work, home].map((account) => ({ kind: 'ready', account }) as const)),
    },
    loadHosts: () => Promise.reject(new TypeError('There is no other host.')),
    loadSignIn: () => Promise.resolve(signIn),
    loadSwitch: () =>
      Promise.resolve({
        findPrevious: () => Promise.resolve(undefined),
        switchTo: (id: string) => {
          switched.push(id);
          return Promise.resolve({ kind: 'left' } as const);
        },
      }),
  };
}

describe('the account menu', () => {
  it('says who is in use, and does nothing when it is dismissed', async () => {
    const scene = createScene('dismiss');
    await showAccountMenu(scene);
    expect(scene.prompts.shown).toMatchObject([{ kind: 'pick', text: 'Codex Accounts' }]);
    expect([scene.ran, scene.switched]).toEqual([[], []]);
  });

  it('runs the command of its row', async () => {
    const scene = createScene({ row: 'Show Log' });
    await showAccountMenu(scene);
    expect(scene.ran).toEqual(['showLog']);
  });

  it('switches to the account of its row', async () => {
    const scene = createScene({ row: 'Switch to Home' });
    await showAccountMenu(scene);
    expect(scene.switched).toEqual([home.id]);
  });

  it('opens the browser again for the sign-in that is open', async () => {
    const waiting = {
      link: new Secret('https://auth.example.com/authorize'),
      port: 1455,
      deadlineMs: 0,
      reach: 'direct',
      isPasteOffered: false,
      paste: { validate: () => undefined, submit: () => undefined },
    } as const;
    const scene = createScene({ row: 'Open the Browser Again' });
    await showAccountMenu({ ...scene, attempt: { ...scene.attempt, state: { kind: 'browser', waiting } } });
    expect(scene.opened).toEqual(['https://auth.example.com/authorize']);
  });

  it('copies the code that is open and opens its page', async () => {
    const state: AttemptState = {
      kind: 'deviceCode',
      waiting: { userCode: 'ABCD-1234', verificationUrl: 'https://auth.example.com/codex/device', expiresAtMs: 0 },
    };
    const scene = createScene({ row: 'Copy Code and Open' });
    await showAccountMenu({ ...scene, attempt: { ...scene.attempt, state } });
    expect([scene.copied, scene.opened]).toEqual([['ABCD-1234'], ['https://auth.example.com/codex/device']]);
  });
});
