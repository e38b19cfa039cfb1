import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { HomeOccupant } from '../../../../src/accounts/home/homeOccupantReader.ts';
import { SignInRules } from '../../../../src/accounts/use/signInRules.ts';
import type { RuleObservation } from '../../../../src/home/rules/ruleReader.ts';
import { buildPanelModel } from '../../../../src/ui/panel/panelModel.ts';
import { PanelRules } from '../../../../src/ui/panel/panelRules.ts';
import { parseToPanel } from '../../../../src/webview/messages.ts';
import { observeRules } from '../../../support/codexRules.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { createAccount, idle, options, signedIn } from './panelScenes.ts';

const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
const keysOnly = observeRules({ allowedMethods: { key: 'allowed_login_methods', value: ['api'], source } });
const { account } = createAccount('chatgpt');
const byCodex: AccountState = {
  kind: 'signedOut',
  home: {
    kind: 'foreign',
    found: { kind: 'chatgpt', identity: unknownIdentity, credential: createCredential('chatgpt') },
  } as HomeOccupant,
};

function createScene(state: AccountState, observation: RuleObservation = keysOnly) {
  const clock = createFakeClock();
  const given = { state, observation };
  const rules = new PanelRules({
    current: {
      get state() {
        return given.state;
      },
    },
    loadRules: () => Promise.resolve(new SignInRules({ observe: () => Promise.resolve(given.observation) })),
    clock,
  });
  const fired: string[] = [];
  rules.onDidChange(() => fired.push('changed'));
  const look = async () => {
    const looking = rules.look();
    await clock.advance(1000);
    await looking;
    return rules.find(given.state);
  };
  return { rules, given, fired, look };
}

describe('the panel, of a rule that is against what is in use', () => {
  it('says the sentences of the announcement, with what can be done', async () => {
    const { look } = createScene(signedIn(account));
    const rule = await look();
    expect(rule).toMatchObject({
      kind: 'notice',
      tone: 'warning',
      text: 'Work is against a sign-in rule of Codex: allowed_login_methods = ["api"] in /etc/codex/requirements.toml. With it every Codex acts as if nobody was signed in; the sign-in stays where it is. Only an administrator can change it.',
      actions: [{ command: 'takeOutOfCodex', look: 'primary' }, { command: 'showSignInRules' }],
    });
    const model = buildPanelModel(signedIn(account), idle, { ...options, rule });
    expect(model.sections[0]).toEqual(rule);
    expect(parseToPanel({ kind: 'show', model })).toBeDefined();
  });

  it.each<readonly [string, AccountState, RuleObservation, readonly string[]]>([
    ['is of the CLI alone, keeps it first', byCodex, keysOnly, ['importFromCodex', 'showSignInRules']],
    [
      'may be right for the cloud, takes nothing out',
      signedIn(account),
      { ...keysOnly, unknown: { layer: 'cloudRequirements', path: 'cache' } },
      ['showSignInRules'],
    ],
  ])('where it %s', async (_name, state, observation, commands) => {
    const rule = await createScene(state, observation).look();
    expect(rule?.kind === 'notice' ? rule.actions.map(({ command }) => command) : undefined).toEqual(commands);
  });

  it('is silent where no rule is, and of another account than it has looked at', async () => {
    expect(await createScene(signedIn(account), observeRules()).look()).toBeUndefined();
    expect(await createScene({ kind: 'signedOut', home: { kind: 'none' } }).look()).toBeUndefined();
    const { rules, look } = createScene(signedIn(account));
    await look();
    expect(rules.find(signedIn(createAccount('chatgpt').account))).toBeUndefined();
  });

  it('is drawn again when what it says has changed, and only then', async () => {
    const { look, given, fired } = createScene(signedIn(account));
    await look();
    await look();
    expect(fired).toHaveLength(1);
    given.observation = observeRules();
    await look();
    expect(fired).toHaveLength(2);
  });
});
