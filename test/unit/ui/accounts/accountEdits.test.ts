import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/storage/account.ts';
import {
  chooseColour,
  forgetAccount,
  renameAccount,
  signInAgain,
  useInThisEditorOnly,
} from '../../../../src/ui/accounts/accountEdits.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount, createCredential, unknownIdentity } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const account = createAccount({ label: 'Work' });

/** @param changed what the directory answers: undefined while another window renews the account */
function createScene(changed: Account | undefined, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const changes: unknown[] = [];
  const decorate = (_id: string, change: unknown): Promise<Account | undefined> => {
    changes.push(change);
    return Promise.resolve(changed);
  };
  return { ...flow, changes, directory: { ...flow.directory, decorate } };
}

describe('the name of an account', () => {
  it('is changed to what was typed, without the spaces around it', async () => {
    const flow = createScene(account, { type: '  Home ' });
    await renameAccount(account, flow);
    expect([flow.changes, flow.prompts.texts]).toEqual([[{ label: 'Home' }], ['Rename Work']]);
  });

  it.each([
    ['  ', 'A name needs at least one character.'],
    ['x'.repeat(41), 'A name has at most 40 characters.'],
  ])('is not changed to %j, and the box says why', async (text, problem) => {
    const flow = createScene(account, { type: text });
    await renameAccount(account, flow);
    expect([flow.changes, flow.prompts.texts[1]]).toEqual([[], problem]);
  });

  it('stays, and that is said, while another window renews the account', async () => {
    const flow = createScene(undefined, { type: 'Home' });
    await renameAccount(account, flow);
    expect(flow.prompts.shown[1]).toEqual(expect.objectContaining({ kind: 'tell', severity: 'warning' }));
  });
});

describe('the color of an account', () => {
  it('is changed to the one that was picked, or to none', async () => {
    const blue = createScene(account, { row: 'Blue' });
    await chooseColour(account, blue);
    const none = createScene(account, { row: 'No color' });
    await chooseColour(account, none);
    expect([blue.changes, none.changes]).toEqual([[{ colour: 'blue' }], [{ colour: undefined }]]);
  });

  it('stays when the list is dismissed', async () => {
    const flow = createScene(account, 'dismiss');
    await chooseColour(account, flow);
    expect([flow.changes, flow.prompts.shown.length]).toEqual([[], 1]);
  });
});

describe('to sign in again', () => {
  it('is in the browser for the same workspace and person', async () => {
    const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
    const identity = { ...unknownIdentity, workspaceId: 'workspace-ada', userId: 'user-ada' };
    await signInAgain(createAccount({ identity }), { ...createFakeFlow(), loadSignIn: () => Promise.resolve(signIn) });
    expect(signIn.asked).toEqual([
      { method: 'browser', expected: { workspaceId: 'workspace-ada', userId: 'user-ada' } },
    ]);
  });

  it.each([
    ['apiKey', 'Sign In with API Key'],
    ['accessToken', 'Sign In with Access Token'],
  ] as const)('asks for another secret where the account is a %s', async (kind, title) => {
    const flow = createFakeFlow('dismiss');
    await signInAgain(createAccount({ credential: createCredential(kind) }), flow);
    expect(flow.prompts.texts).toEqual([title]);
  });
});

it('an account that is used in this editor only is bound so, and Codex keeps what it has', async () => {
  const flow = createFakeFlow();
  const bound: Account[] = [];
  const homeLink = { bindPrivately: (one: Account) => Promise.resolve(void bound.push(one)) };
  await useInThisEditorOnly(account, { ...flow, loadHomeLink: () => Promise.resolve(homeLink) });
  expect(bound).toEqual([account]);
  expect(flow.prompts.texts).toEqual([expect.stringMatching(/^Work is used in this editor only\./u)]);
});

it.each<[Answer, readonly string[]]>([
  [{ click: 'Forget' }, ['forget']],
  ['dismiss', []],
])('an account is forgotten only with the click on Forget: %j', async (answer, reaches) => {
  const flow = createFakeFlow(answer);
  const asked: string[] = [];
  const signOut = (_account: Account, reach: string) => {
    asked.push(reach);
    return Promise.resolve({ kind: 'done' } as const);
  };
  await forgetAccount(account, { ...flow, loadSignOut: () => Promise.resolve({ signOut }) });
  expect(asked).toEqual(reaches);
  expect(flow.prompts.shown).toEqual([
    expect.objectContaining({ kind: 'confirm', severity: 'warning', text: 'Forget Work on this computer?' }),
  ]);
});
