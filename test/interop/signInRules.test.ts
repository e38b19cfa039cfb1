import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obstacles, unless } from '../support/unless.ts';
import { RuleHouse, apiKey, chatgptOf, type PlacedSignIn, type RuleSet } from './ruleHouse.ts';

const method = (value: string): string => `forced_login_method = "${value}"\n`;
const workspace = (value: string): string => `forced_chatgpt_workspace_id = ${value}\n`;
const methods = (value: string): string => `allowed_login_methods = ${value}\n`;
const workspaces = (value: string): string => `allowed_chatgpt_workspaces = ${value}\n`;

const ada = chatgptOf('workspace-a');

let house: RuleHouse;
beforeAll(async () => {
  house = await RuleHouse.open();
});
afterAll(async () => {
  process.stdout.write(`sign-in rules: ${String(house.cells)} verdicts of the real CLI compared\n`);
  await house.close();
});

/** One of each class; `test/long/` has every value in every layer. */
const sets: readonly (readonly [string, RuleSet])[] = [
  ['nothing', {}],
  ['a key is forced', { user: method('api') }],
  ['managed defaults, over the person', { user: method('chatgpt'), managed: method('api') }],
  ['the person, over the system that says nonsense', { system: method('other'), user: method('chatgpt') }],
  ['nonsense', { user: method('other') }],
  ['a method that requirements do not know of', { requirements: method('api') }],
  ['another workspace', { user: workspace('"workspace-b"') }],
  ['commas in one text', { user: workspace('"workspace-a,b"') }],
  ['only keys are allowed', { requirements: methods('["api"]') }],
  ['only ChatGPT is allowed', { requirements: methods('["chatgpt"]') }],
  ['no method is allowed', { requirements: methods('[]') }],
  ['a method that nobody knows', { requirements: methods('["api", "other"]') }],
  ['no workspace is allowed', { requirements: workspaces('[""]') }],
  ['forced and allowed exclude each other', { user: method('api'), requirements: methods('["chatgpt"]') }],
  ['the person names what requirements have', { user: `${methods('["api"]')}${workspaces('["b"]')}` }],
  ['a trusted project', { project: method('api') }],
  ['no TOML in a trusted project', { project: 'x = ' }],
  ['no TOML in requirements', { requirements: 'x = ' }],
  [
    'a store that nobody knows, with a required one',
    {
      user: 'cli_auth_credentials_store = "x"\n',
      requirements: 'cli_auth_credentials_store = "file"\n',
    },
  ],
];

describe('a sign-in rule is judged as the real CLI does', unless(obstacles.notRoot), () => {
  it.for(sets)('login status: %s', async ([, rules]) => {
    house.prescribe(rules);
    const isBroken = (await house.read()).kind === 'broken';
    for (const signIn of isBroken ? [ada] : [ada, apiKey]) {
      const [theirs, ours] = await house.status(signIn);
      expect(ours).toBe(theirs);
    }
  });

  it.for<readonly [string, RuleSet, PlacedSignIn]>([
    ['forced out by its method', { user: method('api') }, ada],
    ['forced out by its workspace', { managed: workspace('"workspace-b"') }, ada],
    ['hidden by requirements', { requirements: methods('["api"]') }, ada],
    ['no way in', { requirements: methods('[]') }, ada],
    ['allowed', { requirements: methods('["api"]') }, apiKey],
  ])('exec: %s', async ([, rules, signIn]) => {
    house.prescribe(rules);
    const [theirs, ours] = await house.exec(signIn);
    expect(ours).toBe(theirs);
  });

  it.for<readonly [string, RuleSet]>([
    ['nothing', {}],
    ['a key is forced', { user: method('api') }],
    ['another workspace', { requirements: workspaces('["workspace-b"]') }],
    ['only ChatGPT is allowed', { requirements: methods('["chatgpt"]') }],
    ['no method is allowed', { requirements: methods('[]') }],
  ])('app-server: %s', async ([, rules]) => {
    house.prescribe(rules);
    for (const [theirs, ours] of await house.appServer(ada)) expect(ours).toBe(theirs);
  });
});
