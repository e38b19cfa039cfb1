import { describe, expect, it } from 'vitest';
import type { ListedAccount } from '../../../../src/accounts/directory/listedAccount.ts';
import type { SwitchOutcome } from '../../../../src/accounts/use/switchService.ts';
import { AuthError, signInNeeded } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { pickAccount, switchAccount, switchTo, switchToPrevious } from '../../../../src/ui/accounts/switchAccount.ts';
import { settle } from '../../../support/fakeClock.ts';
import { SignInRules } from '../../../../src/accounts/use/signInRules.ts';
import { observeRules } from '../../../support/codexRules.ts';
import { createFakeFlow, refusedKeychain } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount, unknownIdentity, accountIdOf, grantIdOf } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const work = createAccount({ id: accountIdOf('work'), label: 'Work' });
const home = createAccount({ id: accountIdOf('home'), label: 'Home' });
const ready = (account: typeof work): ListedAccount => ({ kind: 'ready', account });
const lost: ListedAccount = { kind: 'secretsLost', id: accountIdOf('lost'), grantId: grantIdOf('grant') };

/** @param outcome what comes of each switch */
function createScene(outcome: () => Promise<SwitchOutcome>, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const switched: string[] = [];
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  const switching = {
    previous: undefined as string | undefined,
    switchTo: (id: string) => {
      switched.push(id);
      return outcome();
    },
    findPrevious: () => Promise.resolve(switching.previous === undefined ? undefined : accountIdOf(switching.previous)),
  };
  return {
    ...flow,
    switched,
    switching,
    signIn,
    directory: {
      ...flow.directory,
      list: () => Promise.resolve([ready(work), ready(home), lost]),
      find: () => Promise.resolve({ kind: 'account', account: work } as const),
    },
    loadSwitch: () => Promise.resolve(switching),
    loadSignIn: () => Promise.resolve(signIn),
  };
}

const placed = (): Promise<SwitchOutcome> =>
  Promise.resolve({ kind: 'switched', account: work, placement: { kind: 'placed' } });

describe('the list of accounts', () => {
  it('is in the order of their names, with one more row to add another', async () => {
    const flow = createScene(placed, 'dismiss');
    expect(await pickAccount(flow, 'Which?')).toBeUndefined();
    expect(flow.prompts.shown).toEqual([
      {
        kind: 'pickRowOrButton',
        text: 'Codex Accounts',
        rows: ['An account of this computer', 'Home', 'Work', '$(add) Add Another Account…'],
      },
    ]);
  });

  it('answers the account that was picked, or that another is wanted', async () => {
    expect(await pickAccount(createScene(placed, { row: 'Home' }), 'Which?')).toEqual(ready(home));
    expect(await pickAccount(createScene(placed, { row: 'Add Another' }), 'Which?')).toBe('add');
  });

  it('is there again after a button of a row has changed its account', async () => {
    const flow = createScene(placed, { row: 'Home', button: 'Rename…' }, { type: 'House' }, 'dismiss');
    const renamed: unknown[] = [];
    const decorate = (id: string, change: unknown) => {
      renamed.push([id, change]);
      return Promise.resolve(home);
    };
    await pickAccount({ ...flow, directory: { ...flow.directory, decorate } }, 'Which?');
    expect(renamed).toEqual([['home', { label: 'House' }]]);
    expect(flow.prompts.texts).toEqual(['Codex Accounts', 'Rename Home', 'Codex Accounts']);
    expect(flow.updates).toHaveLength(1);
  });
});

describe('the choice of the account that Codex uses', () => {
  it('gives Codex the account that was picked', async () => {
    const flow = createScene(placed, { row: 'Work' });
    await switchAccount(flow);
    expect(flow.switched).toEqual(['work']);
  });

  it.each(['Add Another', 'An account of this computer'])('leads to the ways to sign in from “%s”', async (row) => {
    const flow = createScene(placed, { row }, 'dismiss');
    await switchAccount(flow);
    expect([flow.switched, flow.prompts.texts[1]]).toEqual([[], 'Sign In to Codex']);
  });

  it('changes nothing when it is dismissed', async () => {
    const flow = createScene(placed, 'dismiss');
    await switchAccount(flow);
    expect([flow.switched, flow.prompts.shown.length]).toEqual([[], 1]);
  });

  it('is the one before, without a question, where there was one', async () => {
    const flow = createScene(placed);
    flow.switching.previous = 'home';
    await switchToPrevious(flow);
    expect([flow.switched, flow.prompts.shown.map(({ kind }) => kind)]).toEqual([['home'], ['flash']]);
  });

  it('is the person’s where there was none before', async () => {
    const flow = createScene(placed, 'dismiss');
    await switchToPrevious(flow);
    expect([flow.switched, flow.prompts.texts]).toEqual([[], ['Codex Accounts']]);
  });
});

describe('a switch', () => {
  it('is said in the status bar, and what runs follows', async () => {
    const flow = createScene(placed);
    await switchTo(accountIdOf('work'), flow);
    await settle();
    expect(flow.prompts.shown).toEqual([{ kind: 'flash', text: 'Codex on this computer uses Work now.' }]);
    expect(flow.logged).toEqual(['switch: switched', 'running failed']);
  });

  it('to the account in use is said, and nothing follows', async () => {
    const flow = createScene(() => Promise.resolve({ kind: 'already', account: work }));
    await switchTo(accountIdOf('work'), flow);
    await settle();
    expect([flow.prompts.texts, flow.logged]).toEqual([['Codex already uses Work.'], ['switch: already']]);
  });

  it('that the person left says nothing', async () => {
    const flow = createScene(() => Promise.resolve({ kind: 'left' }));
    await switchTo(accountIdOf('work'), flow);
    expect(flow.prompts.shown).toEqual([]);
  });

  it('that could not be written is a warning with the reason', async () => {
    const placement = {
      kind: 'failed',
      sentence: buildSentence('home.diskFull', { path: '/home/ada/.codex/auth.json' }),
    } as const;
    const flow = createScene(() => Promise.resolve({ kind: 'switched', account: work, placement }));
    await switchTo(accountIdOf('work'), flow);
    expect(flow.prompts.shown).toMatchObject([{ kind: 'tell', severity: 'warning' }]);
    expect(flow.prompts.texts[0]).toMatch(/^Work could not be given to Codex\. .*\/home\/ada\/\.codex\/auth\.json/u);
  });

  it('to an account that needs a new sign-in offers it in place, for one click', async () => {
    const ended = (): Promise<SwitchOutcome> => Promise.reject(signInNeeded(buildSentence('account.refused', {})));
    const flow = createScene(ended, { click: 'Sign In Again' });
    const account = { ...work, identity: { ...unknownIdentity, workspaceId: 'workspace-ada' } };
    const find = () => Promise.resolve({ kind: 'account', account } as const);
    await switchTo(accountIdOf('work'), { ...flow, directory: { ...flow.directory, find } });
    expect(flow.signIn.asked).toEqual([
      { method: 'browser', expected: { workspaceId: 'workspace-ada', userId: undefined } },
    ]);
    const left = createScene(ended, 'dismiss');
    await switchTo(accountIdOf('work'), left);
    expect(left.signIn.asked).toEqual([]);
  });

  it('that failed for any other reason is for its caller to say', async () => {
    const failure = new AuthError('tryAgain', buildSentence('account.refused', {}));
    const flow = createScene(() => Promise.reject(failure));
    await expect(switchTo(accountIdOf('work'), flow)).rejects.toBe(failure);
    expect(flow.prompts.shown).toEqual([]);
  });

  it('is not tried where the Home is not to be reached', async () => {
    const flow = createScene(placed);
    await switchTo(accountIdOf('work'), { ...flow, ...refusedKeychain });
    expect(flow.switched).toEqual([]);
  });
});

describe('an account that a sign-in rule is against', () => {
  const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
  const allowedMethods = { key: 'allowed_login_methods', value: ['api'], source } as const;
  const ruled = (...answers: readonly Answer[]) => ({
    ...createScene(placed, ...answers),
    loadRules: () =>
      Promise.resolve(new SignInRules({ observe: () => Promise.resolve(observeRules({ allowedMethods })) })),
  });

  it('is given to Codex once the person knows what Codex does with it', async () => {
    const flow = ruled({ click: 'Switch Anyway' });
    await switchTo(accountIdOf('work'), flow);
    expect(flow.switched).toEqual(['work']);
    expect(flow.prompts.shown[0]).toMatchObject({
      kind: 'confirm',
      text: 'A sign-in rule of Codex is in the way.',
      detail: expect.stringContaining('Work is against a sign-in rule of Codex: ') as string,
    });
  });

  it.each<readonly [Answer, readonly string[]]>([
    ['dismiss', []],
    [{ click: 'Show Rules of Codex' }, ['showSignInRules']],
  ])('else is not: %j', async (answer, ran) => {
    const flow = ruled(answer);
    await switchTo(accountIdOf('work'), flow);
    expect([flow.switched, flow.ran]).toEqual([[], ran]);
  });
});
