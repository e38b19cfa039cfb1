import { describe, expect, it } from 'vitest';
import { decideStore, readStoreSettings } from '../../../../src/home/store/credentialStore.ts';
import { evaluateRules, parseLayers, type RulesReading } from '../../../../src/home/rules/evaluateRules.ts';
import type { RuleLayer, RuleText } from '../../../../src/home/rules/ports.ts';

type Texts = Partial<Record<RuleLayer, string | null>>;

/** In the order in which they are written down, the weakest first. */
function evaluate(texts: Texts): RulesReading {
  const layers = parseLayers(
    Object.entries(texts).map(([layer, text]): RuleText => ({
      source: { layer: layer as RuleLayer, path: layer },
      text,
    })),
  );
  return 'kind' in layers ? layers : evaluateRules(layers);
}

function findRule(texts: Texts, rule: string): unknown {
  const reading = evaluate(texts);
  return reading.kind === 'rules' ? Object.entries(reading.rules).find(([name]) => name === rule)?.[1] : reading;
}

const method = (value: string): string => `forced_login_method = ${value}\n`;
const forced = (value: string): string => `forced_chatgpt_workspace_id = ${value}\n`;
const allowed = (value: string): string => `allowed_chatgpt_workspaces = ${value}\n`;
const methods = (value: string): string => `allowed_login_methods = ${value}\n`;

describe('a rule', () => {
  it.each<readonly [string, Texts, string, string]>([
    ['the system', { system: method('"api"') }, 'api', 'system'],
    ['the person, over the system', { system: method('"api"'), user: method('"chatgpt"') }, 'chatgpt', 'user'],
    ['the person, over nonsense of the system', { system: method('"x"'), user: method('"api"') }, 'api', 'user'],
    ['a project, over the person', { user: method('"api"'), project: method('"chatgpt"') }, 'chatgpt', 'project'],
    [
      'managed defaults, over a project',
      { project: method('"api"'), managed: method('"chatgpt"') },
      'chatgpt',
      'managed',
    ],
    // Never run by us: macOS.
    [
      'a macOS profile, over managed defaults',
      { managed: method('"api"'), mdm: method('"chatgpt"') },
      'chatgpt',
      'mdm',
    ],
    ['the person, over the cloud', { cloud: method('"api"'), user: method('"chatgpt"') }, 'chatgpt', 'user'],
  ])('is of the strongest layer that has it: %s', (_name, texts, value, layer) => {
    expect(findRule(texts, 'forcedMethod')).toEqual({
      key: 'forced_login_method',
      value,
      source: { layer, path: layer },
    });
  });

  it.each<readonly [string, readonly string[] | undefined]>([
    ['"a"', ['a']],
    ['" a "', ['a']],
    ['["a", " b "]', ['a', 'b']],
    ['""', undefined],
    ['[]', undefined],
    ['[" "]', undefined],
  ])('forces workspaces by %s', (text, value) => {
    const rule = findRule({ user: forced(text) }, 'forcedWorkspaces');
    expect(rule).toEqual(
      value && { key: 'forced_chatgpt_workspace_id', value, source: { layer: 'user', path: 'user' } },
    );
  });

  it.each<readonly [string, readonly string[]]>([
    ['["a"]', ['a']],
    ['[" a ", ""]', ['a']],
    ['[]', []],
    ['[""]', []],
  ])('allows workspaces by %s', (text, value) => {
    expect(findRule({ requirements: allowed(text) }, 'allowedWorkspaces')).toMatchObject({ value });
  });

  it('of the other kind of file is none', () => {
    const reading = evaluate({
      user: `${methods('["api"]')}${allowed('["a"]')}`,
      requirements: `${method('"api"')}${forced('"a"')}`,
    });
    expect(reading).toMatchObject({
      rules: {
        forcedMethod: undefined,
        forcedWorkspaces: undefined,
        allowedMethods: undefined,
        allowedWorkspaces: undefined,
      },
    });
  });

  // Never run by us: macOS.
  it.each<readonly [Texts, string]>([
    [{ requirements: methods('["api"]') }, 'requirements'],
    [{ requirements: methods('["api"]'), cloudRequirements: methods('["chatgpt"]') }, 'cloudRequirements'],
    [{ cloudRequirements: methods('["api"]'), mdmRequirements: methods('["chatgpt"]') }, 'mdmRequirements'],
  ])('of requirements is replaced by a stronger one: %j', (texts, layer) => {
    expect(findRule(texts, 'allowedMethods')).toMatchObject({ source: { layer } });
  });

  it('about the backend is of requirements before the configuration', () => {
    const texts = { user: 'chatgpt_base_url = "https://a.example"\n', requirements: 'chatgpt_base_url = ""\n' };
    expect(findRule(texts, 'backend')).toMatchObject({ value: '', source: { layer: 'requirements' } });
  });

  it.each(['"https://p.example"', '1'])('about the backend is none of a project: %s', (value) => {
    const project = `chatgpt_base_url = ${value}\n`;
    expect(findRule({ project }, 'backend')).toBeUndefined();
    const texts = { user: 'chatgpt_base_url = "https://a.example"\n', project };
    expect(findRule(texts, 'backend')).toMatchObject({ value: 'https://a.example', source: { layer: 'user' } });
  });
});

describe('Codex does not start', () => {
  it.each<readonly [Texts, string, string, string | undefined]>([
    [{ user: null }, 'unreadable', 'user', undefined],
    [{ user: 'x = ' }, 'notToml', 'user', undefined],
    [{ requirements: 'x = ', user: '' }, 'notToml', 'requirements', undefined],
    [{ user: method('"other"') }, 'unknownValue', 'user', 'forced_login_method'],
    [{ user: method('["api"]') }, 'unknownValue', 'user', 'forced_login_method'],
    [{ user: forced('"a,b"') }, 'unknownValue', 'user', 'forced_chatgpt_workspace_id'],
    [{ user: forced('[1]') }, 'unknownValue', 'user', 'forced_chatgpt_workspace_id'],
    [{ requirements: methods('"api"') }, 'unknownValue', 'requirements', 'allowed_login_methods'],
    [{ requirements: methods('["api", "x"]') }, 'unknownValue', 'requirements', 'allowed_login_methods'],
    [
      { requirements: methods('["x"]'), mdmRequirements: methods('["api"]') },
      'unknownValue',
      'requirements',
      'allowed_login_methods',
    ],
    [{ requirements: allowed('"a"') }, 'unknownValue', 'requirements', 'allowed_chatgpt_workspaces'],
    [{ user: 'chatgpt_base_url = 1\n' }, 'unknownValue', 'user', 'chatgpt_base_url'],
    [{ managed: 'cli_auth_credentials_store = "x"\n' }, 'unknownValue', 'managed', 'cli_auth_credentials_store'],
  ])('with %j', (texts, problem, layer, key) => {
    expect(evaluate(texts)).toEqual({
      kind: 'broken',
      problem,
      source: { layer, path: layer },
      ...(key === undefined ? {} : { key }),
    });
  });
});

describe('the store among the rules', () => {
  const say = (store: string): string => `cli_auth_credentials_store = "${store}"\n`;

  it.each<Texts>([
    {},
    { system: say('auto') },
    { system: say('x'), user: say('keyring') },
    { user: say('x') },
    { user: say('x'), requirements: say('file') },
    { user: say('auto'), managed: say('keyring'), mdm: say('ephemeral') },
    { mdm: say('auto'), requirements: say('file'), mdmRequirements: say('keyring') },
    { requirements: say('x'), mdmRequirements: say('keyring') },
    { managed: null },
  ])('is the one that decides where a sign-in is kept: %j', async (texts) => {
    const decision = decideStore(await readStoreSettings(texts));
    const reading = evaluate(texts);
    const { store } = reading.kind === 'rules' ? reading.rules : {};
    expect(decision).toEqual(
      reading.kind === 'broken'
        ? { kind: 'invalid', layer: reading.source.layer }
        : { kind: 'store', store: store?.value ?? 'file', decidedBy: store?.source.layer ?? 'default' },
    );
  });
});
