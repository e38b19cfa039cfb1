import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { SignInRules } from '../../../../src/accounts/use/signInRules.ts';
import type { HomeOccupant } from '../../../../src/accounts/home/homeOccupantReader.ts';
import type { PlaceResult } from '../../../../src/accounts/home/homeLink.ts';
import type { SignOutResult } from '../../../../src/accounts/use/signOutService.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import type { RuleObservation } from '../../../../src/home/rules/ruleReader.ts';
import { takeOutRuledOut, tellRuleBreak } from '../../../../src/ui/home/ruleNews.ts';
import { observeRules } from '../../../support/codexRules.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount, createCredential, unknownIdentity, accountIdOf } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
const keysOnly = observeRules({ allowedMethods: { key: 'allowed_login_methods', value: ['api'], source } });
const keysForced = observeRules({
  forcedMethod: {
    key: 'forced_login_method',
    value: 'api',
    source: { layer: 'user', path: '/home/ada/.codex/config.toml' },
  },
});
const account = createAccount({ id: accountIdOf('work'), label: 'Work' });
const takeOut = 'Take It Out of Codex';

const inUse = (one = account): AccountState => ({
  kind: 'signedIn',
  account: one,
  home: { kind: 'ours', account: one },
  health: undefined,
});

function createScene(observation: RuleObservation, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const told = new Map<string, string | undefined>();
  const done: string[] = [];
  const scene = {
    observation,
    occupant: { kind: 'ours', account } as HomeOccupant,
    /** What the Home holds once it was taken out. */
    after: { kind: 'none' } as HomeOccupant,
    result: { kind: 'done' } as SignOutResult,
    placement: { kind: 'placed' } as PlaceResult,
    /** Between the click and the last look. */
    meanwhile: (): void => undefined,
  };
  const all = {
    ...flow,
    loadRules: () => Promise.resolve(new SignInRules({ observe: () => Promise.resolve(scene.observation) })),
    loadHomeLink: () =>
      Promise.resolve({
        look: () => {
          scene.meanwhile();
          return Promise.resolve(scene.occupant);
        },
        putBack: ({ label }: { readonly label: string }) => {
          done.push(`placed ${label}`);
          return Promise.resolve(scene.placement);
        },
      }),
    loadSignOut: () =>
      Promise.resolve({
        signOut: (one: { readonly label: string }, reach: string) => {
          done.push(`${reach} ${one.label}`);
          scene.occupant = scene.after;
          return Promise.resolve(scene.result);
        },
      }),
  };
  const memory = {
    get: (key: string) => told.get(key),
    update: (key: string, value: string | undefined) => Promise.resolve(void told.set(key, value)),
  };
  return {
    ...flow,
    scene,
    done,
    tell: (state: AccountState) => tellRuleBreak(state, all, memory),
    /** What the panel's button does. */
    takeOut: (state: AccountState) => {
      flow.current.state = state;
      return takeOutRuledOut(all);
    },
  };
}

describe('an account in use that a rule is against', () => {
  it('is announced with what Codex does with it, the file, and who can change that', async () => {
    const { tell, prompts } = createScene(keysForced);
    await tell(inUse());
    expect(prompts.shown).toEqual([
      {
        kind: 'offer',
        severity: 'warning',
        text: 'Work is against a sign-in rule of Codex: forced_login_method = "api" in /home/ada/.codex/config.toml. With it “codex” and “codex exec” delete the sign-in and exit; others act as if nobody was signed in. Whoever keeps that file can change it.',
        buttons: [takeOut, 'Show Rules of Codex'],
      },
    ]);
  });

  it('is announced as hidden where only requirements are against it', async () => {
    const { tell, prompts } = createScene(keysOnly);
    await tell(inUse());
    expect(prompts.texts[0]).toContain('every Codex acts as if nobody was signed in; the sign-in stays where it is');
    expect(prompts.texts[0]).toContain('Only an administrator can change it.');
  });

  it('is announced once, until it is another rule or another account', async () => {
    const { tell, prompts, scene } = createScene(keysOnly);
    await tell(inUse());
    await tell(inUse());
    expect(prompts.shown).toHaveLength(1);
    scene.observation = keysForced;
    await tell(inUse());
    await tell(inUse(createAccount({ id: accountIdOf('home'), label: 'Home' })));
    expect(prompts.shown).toHaveLength(3);
    scene.observation = observeRules();
    await tell(inUse());
    scene.observation = keysForced;
    await tell(inUse());
    expect(prompts.shown).toHaveLength(4);
  });

  it('is announced again, and may be taken out, once the cloud’s word is there; not when that is old', async () => {
    const { tell, prompts, scene } = createScene(keysOnly);
    const unknown = { ...keysOnly, unknown: { layer: 'cloudRequirements', path: 'cache' } } as const;
    for (const observation of [unknown, unknown, keysOnly, unknown, keysOnly]) {
      scene.observation = observation;
      await tell(inUse());
    }
    expect(prompts.shown.map(({ buttons }) => buttons)).toEqual([
      ['Show Rules of Codex'],
      [takeOut, 'Show Rules of Codex'],
    ]);
  });

  it('is announced once where the cloud alone knows the rule, and grows old each hour', async () => {
    const { tell, prompts, scene } = createScene(observeRules());
    const ofCloud = observeRules({
      allowedMethods: {
        key: 'allowed_login_methods',
        value: ['api'],
        source: { layer: 'cloudRequirements', path: 'cache' },
      },
    });
    const silent = { layer: 'cloudRequirements', path: 'cache' } as const;
    const old = { ...observeRules(), unknown: silent };
    // A rule of this computer may be what is left of two, each hour.
    const other = { ...keysForced, unknown: silent };
    for (const observation of [ofCloud, old, ofCloud, other, ofCloud, other, old, ofCloud]) {
      scene.observation = observation;
      await tell(inUse());
    }
    expect(prompts.shown).toHaveLength(2);
    for (const observation of [observeRules(), ofCloud]) {
      scene.observation = observation;
      await tell(inUse());
    }
    expect(prompts.shown).toHaveLength(3);
  });

  it('is taken out of Codex by a click, and put back by another', async () => {
    const { tell, prompts, done } = createScene(keysOnly, { click: takeOut }, { click: 'Put Back' });
    await tell(inUse());
    expect(done).toEqual(['home Work', 'placed Work']);
    expect(prompts.texts).toContain(
      'Work was taken out of Codex on this computer. It stays among your accounts; nothing was revoked.',
    );
  });

  it('is not put back over a sign-in that came since', async () => {
    const { tell, prompts, done, scene } = createScene(keysOnly, { click: takeOut }, { click: 'Put Back' });
    scene.after = { kind: 'ours', account: createAccount({ id: accountIdOf('home'), label: 'Home' }) };
    await tell(inUse());
    expect(done).toEqual(['home Work']);
    expect(prompts.texts.at(-1)).toContain('has been signed in since');
  });

  it('is taken out by the panel’s button too, where it is one of ours', async () => {
    const { takeOut: click, done } = createScene(keysOnly, 'dismiss');
    await click({ kind: 'signedOut', home: { kind: 'none' } });
    expect(done).toEqual([]);
    await click(inUse());
    expect(done).toEqual(['home Work']);
  });

  it.each<readonly [string, (scene: ReturnType<typeof createScene>['scene']) => void]>([
    ['the rule', (scene) => (scene.observation = observeRules())],
    ['what the Home holds', (scene) => (scene.occupant = { kind: 'none' })],
  ])('is left as it is when %s has changed by the click', async (_name, change) => {
    const { tell, prompts, done, scene } = createScene(keysOnly, { click: takeOut });
    scene.meanwhile = () => {
      change(scene);
    };
    await tell(inUse());
    expect([done, prompts.texts.at(-1)]).toEqual([[], 'That has changed meanwhile: Work was left as it is.']);
  });

  it('says why it could not be taken out, and does not offer to put it back', async () => {
    const { tell, prompts, scene } = createScene(keysOnly, { click: takeOut });
    const sentence = buildSentence('home.readOnlyDisk', { path: 'auth.json' });
    scene.result = { kind: 'failed', placement: { kind: 'failed', sentence } };
    await tell(inUse());
    expect(prompts.shown.at(-1)).toMatchObject({ kind: 'tell', severity: 'error' });
  });

  it.each<readonly [string, RuleObservation]>([
    ['what the cloud says is not known', { ...keysOnly, unknown: { layer: 'cloudRequirements', path: 'cache' } }],
    [
      'it is so in one folder alone',
      { ...observeRules(), scopes: [observeRules().scopes[0], { ...keysOnly.scopes[0], folder: '/p' }] },
    ],
    [
      'Codex does not start',
      { ...observeRules(), scopes: [{ reading: { kind: 'broken', problem: 'unreadable', source } }] },
    ],
  ])('is not to be taken out where %s', async (_name, observation) => {
    const { tell, prompts } = createScene(observation);
    await tell(inUse());
    expect(prompts.shown[0]?.buttons).toEqual(['Show Rules of Codex']);
  });

  it('leads to the rules', async () => {
    const { tell, ran } = createScene(keysOnly, { click: 'Show Rules of Codex' });
    await tell(inUse());
    expect(ran).toEqual(['showSignInRules']);
  });
});

describe('a sign-in of the CLI that a rule is against', () => {
  const foreign = (kind: 'chatgpt' | 'other'): AccountState => ({
    kind: 'signedOut',
    home: {
      kind: 'foreign',
      found: { kind, identity: unknownIdentity, credential: createCredential('chatgpt') },
    } as HomeOccupant,
  });

  it('is kept here first', async () => {
    const { tell, prompts, ran } = createScene(keysOnly, { click: 'Keep It Here' });
    await tell(foreign('chatgpt'));
    expect(prompts.shown[0]?.buttons).toEqual(['Keep It Here', 'Show Rules of Codex']);
    expect(ran).toEqual(['importFromCodex']);
  });

  it('of a kind that we do not know is not judged, and nobody is neither', async () => {
    const { tell, prompts } = createScene(keysOnly);
    await tell(foreign('other'));
    await tell({ kind: 'signedOut', home: { kind: 'none' } });
    expect(prompts.shown).toEqual([]);
  });
});
