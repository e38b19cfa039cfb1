import { describe, expect, it } from 'vitest';
import type { HomeOccupant } from '../../../../src/accounts/home/homeOccupantReader.ts';
import type { PlaceResult } from '../../../../src/accounts/home/homeLink.ts';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { KeyWarning } from '../../../../src/billing/keyWarning.ts';
import { readModelProvider } from '../../../../src/home/modelProvider.ts';
import { warnOfKey } from '../../../../src/ui/home/keyWarningPrompts.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount, createCredential, unknownIdentity, accountIdOf } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const account = createAccount({ id: accountIdOf('work'), label: 'Work' });
const key = { ...createAccount({ id: accountIdOf('key'), label: 'Key' }), credential: createCredential('apiKey') };
const foreignKey: HomeOccupant = { kind: 'foreign', found: { kind: 'apiKey', identity: unknownIdentity } };

const ofExec: KeyWarning = {
  cause: 'exec',
  payer: 'platformKey',
  credential: { kind: 'variable', name: 'CODEX_API_KEY', role: 'execKey', from: 'environment' },
  surfaces: ['exec'],
  takeOutOf: 'terminals',
};
const ofHome: KeyWarning = {
  cause: 'home',
  payer: 'platformKey',
  credential: { kind: 'stored', stored: 'apiKey' },
  surfaces: ['interactive', 'exec'],
  takeOutOf: 'home',
};
const ofAzure: KeyWarning = { ...ofExec, cause: 'azure', payer: 'azure', takeOutOf: undefined };

const takeOut = 'Take the Key Out Here';
const putBack = 'Put Back';
const quiet = 'Don’t Ask for This Folder';

function createScene(...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const done: string[] = [];
  const scene = {
    occupant: foreignKey,
    /** What the Home holds once the key is out. */
    after: { kind: 'ours', account } as HomeOccupant,
    placement: { kind: 'placed' } as PlaceResult,
    told: [] as string[],
    isQuiet: false,
  };
  const state: AccountState = { kind: 'signedIn', account, home: foreignKey, health: undefined };
  const all = {
    ...flow,
    current: { state, update: () => Promise.resolve(state) },
    terminals: {
      takeOut: (name: string) => void done.push(`without ${name}`),
      putBack: (name: string) => void done.push(`with ${name}`),
    },
    loadHomeLink: () =>
      Promise.resolve({
        look: () => Promise.resolve(scene.occupant),
        takeOver: () => {
          done.push('kept the key');
          return Promise.resolve(key);
        },
        putBack: (one: typeof account) => {
          done.push(`placed ${one.label}`);
          if (one.id === account.id && scene.placement.kind === 'placed') scene.occupant = scene.after;
          return Promise.resolve(scene.placement);
        },
      }),
  };
  const keyNotes = {
    get isQuietHere() {
      return scene.isQuiet;
    },
    noteTold: (cause: string) => Promise.resolve(!scene.told.includes(cause) && scene.told.push(cause) > 0),
    keepQuietHere: () => {
      scene.isQuiet = true;
      return Promise.resolve();
    },
  };
  const warn = async (warning: KeyWarning) => warnOfKey(warning, await readModelProvider({}, []), { ...all, keyNotes });
  return { prompts: flow.prompts, scene, done, warn };
}

describe('a key that is billed beside a subscription', () => {
  it('is said with what it is and where, once for each cause', async () => {
    const { warn, prompts } = createScene();
    await warn(ofExec);
    await warn(ofExec);
    await warn(ofAzure);
    expect(prompts.shown).toMatchObject([
      {
        kind: 'offer',
        severity: 'warning',
        text: 'You have a ChatGPT plan, but each token is billed to the API account of a key in codex exec. CODEX_API_KEY is set, and comes before the sign-in in the Codex home in codex exec and codex review.',
        buttons: [takeOut, 'Use the Key', quiet],
      },
      { buttons: ['Use the Key', quiet] },
    ]);
  });

  it('is not put back over what was signed in since', async () => {
    const { warn, done, prompts, scene } = createScene({ click: takeOut }, { click: putBack });
    scene.after = { kind: 'ours', account: createAccount({ id: accountIdOf('later'), label: 'Later' }) };
    await warn(ofHome);
    expect(done).toEqual(['kept the key', 'placed Work']);
    expect(prompts.texts.at(-1)).toBe('That has changed meanwhile: nothing was done.');
  });

  it('is left as it is when that is wanted, or nothing is', async () => {
    const { warn, done, prompts } = createScene({ click: 'Use the Key' }, 'dismiss');
    await warn(ofExec);
    await warn(ofHome);
    expect([done, prompts.unused]).toEqual([[], []]);
  });

  it('is not said in a folder that is not to be asked about', async () => {
    const { warn, prompts } = createScene({ click: quiet });
    await warn(ofExec);
    await warn(ofHome);
    expect(prompts.shown).toHaveLength(1);
  });

  it('is taken out of new terminals, and put back', async () => {
    const { warn, done, prompts } = createScene({ click: takeOut }, { click: putBack });
    await warn(ofExec);
    expect(done).toEqual(['without CODEX_API_KEY', 'with CODEX_API_KEY']);
    expect(prompts.texts.at(-1)).toContain('New terminals of this window have no CODEX_API_KEY any more');
  });

  it('is taken out of terminals for good when that is left alone', async () => {
    const { warn, done } = createScene({ click: takeOut }, 'dismiss');
    await warn(ofExec);
    expect(done).toEqual(['without CODEX_API_KEY']);
  });

  it('goes from the Home into the Vault, and back', async () => {
    const { warn, done, prompts } = createScene({ click: takeOut }, { click: putBack });
    await warn(ofHome);
    expect(done).toEqual(['kept the key', 'placed Work', 'placed Key']);
    expect(prompts.texts.at(-1)).toBe(
      'Codex on this computer uses Work again. The key is kept among your accounts, as Key.',
    );
  });

  it('is left where it stands when something else stands there by now', async () => {
    const { warn, done, prompts, scene } = createScene({ click: takeOut });
    scene.occupant = { kind: 'none' };
    await warn(ofHome);
    expect([done, prompts.texts.at(-1)]).toEqual([[], 'That has changed meanwhile: nothing was done.']);
  });

  it('is not said to be out when the subscription could not be put there', async () => {
    const { warn, done, prompts, scene } = createScene({ click: takeOut });
    scene.placement = { kind: 'mustAsk' };
    await warn(ofHome);
    expect([done, prompts.texts.at(-1)]).toEqual([
      ['kept the key', 'placed Work'],
      'That has changed meanwhile: nothing was done.',
    ]);
  });
});
