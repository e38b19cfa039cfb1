import { describe, expect, it } from 'vitest';
import { HomeInspector } from '../../../../src/accounts/home/homeInspector.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import type { CodexAccountResult } from '../../../../src/accounts/home/ports.ts';
import type { HomePlace } from '../../../../src/home/store/decidedCredential.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { unknownIdentity } from '../../../support/records.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

const keychain: HomePlace = { kind: 'keyring', item: 'Codex Auth', reach: 'onClick', otherwise: undefined };
const ada = {
  email: 'ada@example.com',
  plan: 'plus',
  userId: 'user-ada',
  workspaceId: 'workspace-ada',
  workspaceName: undefined,
};

function createScene(place: HomePlace = keychain) {
  const house = createInstallation();
  const outside: { place: HomePlace; told: CodexAccountResult; questions: number } = {
    place,
    told: { kind: 'none' },
    questions: 0,
  };
  const looks = { count: 0 };
  const reader = {
    binding: () => house.reader.binding(),
    look: () => {
      looks.count += 1;
      return house.reader.look();
    },
  };
  const codex = {
    readAccount: () => {
      outside.questions += 1;
      return Promise.resolve(outside.told);
    },
  };
  const credential = { locate: () => Promise.resolve(outside.place), reach: () => Promise.resolve('direct' as const) };
  const inspector = new HomeInspector({ ...house, credential, reader, codex }, { kind: 'file', path: 'auth.json' });
  /** Looks when the first answer is there. */
  const see = async (told: CodexAccountResult) => {
    outside.told = told;
    await inspector.look();
    await inspector.renew(true);
    return inspector.look();
  };
  return { ...house, outside, looks, inspector, see };
}

describe('who is signed in, where we look ourselves', () => {
  it.each<HomePlace>([
    { kind: 'file', path: 'auth.json' },
    { kind: 'keyring', item: 'Codex Auth', reach: 'direct', otherwise: undefined },
    { kind: 'nowhere' },
  ])('is never asked of the CLI: %j', async (place) => {
    const { inspector, outside, looks } = createScene(place);
    expect(await inspector.look()).toEqual({ kind: 'none' });
    await inspector.renew(true);
    expect([inspector.place, outside.questions, looks.count]).toEqual([place, 0, 1]);
  });

  it('follows a change of the store', async () => {
    const { inspector, outside } = createScene();
    await inspector.look();
    outside.place = { kind: 'file', path: 'auth.json' };
    expect(await inspector.look()).toEqual({ kind: 'none' });
    expect(inspector.place).toEqual(outside.place);
  });
});

describe('who is signed in, where only the CLI looks', () => {
  it.each<HomePlace>([keychain, { kind: 'encrypted' }])(
    'is asked once, in the background, and told: %j',
    async (place) => {
      const { inspector, outside, looks } = createScene(place);
      const learned: number[] = [];
      inspector.onDidChangeStatus(() => learned.push(outside.questions));
      expect([await inspector.look(), await inspector.look()]).toEqual([
        { kind: 'untold', reason: 'asking', store: place.kind === 'encrypted' ? 'encrypted' : 'keychain' },
        expect.anything(),
      ]);
      await inspector.renew(false);
      expect([await inspector.look(), learned, looks.count]).toEqual([{ kind: 'none' }, [1], 0]);
    },
  );

  it.each<readonly [CodexAccountResult, unknown]>([
    [{ kind: 'codexMissing' }, { kind: 'untold', reason: 'codexMissing', store: 'keychain' }],
    [{ kind: 'noAnswer' }, { kind: 'untold', reason: 'noAnswer', store: 'keychain' }],
    [{ kind: 'none' }, { kind: 'none' }],
    [{ kind: 'other' }, { kind: 'foreign', found: { kind: 'other', identity: unknownIdentity } }],
    [{ kind: 'apiKey' }, { kind: 'foreign', found: { kind: 'apiKey', identity: unknownIdentity } }],
    [
      { kind: 'chatgpt', ...ada },
      { kind: 'foreign', found: { kind: 'chatgpt', identity: ada } },
    ],
  ])('%j is %j', async (told, occupant) => {
    expect(await createScene().see(told)).toEqual(occupant);
  });

  it('is an account of ours by person and workspace, never by e-mail', async () => {
    const { directory, see } = createScene();
    const tokens = mintTokens();
    const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    expect(await see({ kind: 'chatgpt', ...ada })).toMatchObject({ kind: 'ours', account: { id: account.id } });
    expect(await see({ kind: 'chatgpt', ...ada, workspaceId: 'workspace-other' })).toMatchObject({ kind: 'foreign' });
    expect(await see({ kind: 'chatgpt', ...ada, userId: undefined })).toMatchObject({ kind: 'foreign' });
  });

  it('is the key that was given to it', async () => {
    const { directory, bindings, home, see } = createScene();
    const key = { kind: 'apiKey', key: new Secret(randomText('sk')), check: 'good' } as const;
    const { account } = await directory.save(key, unknownIdentity);
    await bindings.bind({ home: home.folder, accountId: account.id, binding: 'none', sinceMs: 1 });
    expect(await see({ kind: 'apiKey' })).toMatchObject({ kind: 'foreign' });
    await bindings.bind({ home: home.folder, accountId: account.id, binding: 'full', sinceMs: 1 });
    expect(await see({ kind: 'apiKey' })).toMatchObject({ kind: 'ours', account: { id: account.id } });
  });

  it('is asked again after a change, or when the answer is five minutes old', async () => {
    const { inspector, outside, clock, see } = createScene();
    await see({ kind: 'none' });
    const first = outside.questions;
    await inspector.renew(false);
    expect(outside.questions).toBe(first);
    await inspector.renew(true);
    expect(outside.questions).toBe(first + 1);
    await clock.advance(5 * 60 * 1000);
    await inspector.renew(false);
    expect(outside.questions).toBe(first + 2);
  });

  it('is asked again when it changed while it was being asked', async () => {
    const { inspector, outside, see } = createScene();
    await see({ kind: 'none' });
    const asked = outside.questions;
    const [early, late] = [inspector.renew(true), inspector.renew(true)];
    expect(outside.questions).toBe(asked + 1);
    outside.told = { kind: 'other' };
    await Promise.all([early, late]);
    expect([outside.questions, await inspector.look()]).toEqual([
      asked + 2,
      { kind: 'foreign', found: { kind: 'other', identity: unknownIdentity } },
    ]);
  });
});

it('tells whom the CLI named also where our own records cannot be read', async () => {
  const { see, grants, homes } = createScene();
  const refuse = () =>
    Promise.reject(new AuthError('fixFile', buildSentence('folder.isFile', { path: '/state' }), { reason: 'isFile' }));
  Object.assign(grants, { list: refuse });
  Object.assign(homes, { read: refuse });
  expect(await see({ kind: 'chatgpt', ...ada })).toEqual({
    kind: 'foreign',
    found: { kind: 'chatgpt', identity: ada },
  });
  expect(await see({ kind: 'apiKey' })).toMatchObject({ kind: 'foreign', found: { kind: 'apiKey' } });
});
