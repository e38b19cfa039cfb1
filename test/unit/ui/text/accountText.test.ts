import { describe, expect, it } from 'vitest';
import { makeUnique } from '../../../../src/accounts/directory/labels.ts';
import { describeAccount, describeInRow, suggestLabels } from '../../../../src/ui/text/accountText.ts';
import type { LabelFacts } from '../../../../src/accounts/directory/ports.ts';
import { hideProviderValues, type Identity } from '../../../../src/storage/account.ts';
import { createAccount as createStored, setups } from '../../../support/records.ts';
import { createAccount } from '../panel/panelScenes.ts';

describe('an account in a row of a list', () => {
  const { account } = createAccount('chatgpt', {
    email: '$(trash)@example.com',
    workspaceName: `$(bug)${'w'.repeat(300)}`,
  });

  it('is text, whatever its claims would be drawn as', () => {
    const shown = describeInRow(account, false);
    expect(shown).toContain('\\$(trash)@example.com');
    expect(shown).not.toMatch(/(?<!\\)\$\(/u);
    expect(shown.length).toBeLessThan(210);
  });

  it('hides the address where the person wants that', () => {
    expect(describeInRow(account, true)).not.toContain('example.com');
  });
});

describe('the label of a new account', () => {
  const nobodyKnown = {
    email: undefined,
    userId: undefined,
    plan: undefined,
    workspaceId: undefined,
    workspaceName: undefined,
  };
  const cases: readonly [string, LabelFacts['kind'], Partial<Identity>, string, string][] = [
    ['a person', 'chatgpt', { email: 'ada@practice.example', plan: 'plus' }, 'ada', 'Plus'],
    [
      'a workspace with a name',
      'chatgpt',
      { email: 'ada@practice.example', plan: 'business', workspaceName: 'Harbour Works' },
      'Harbour Works',
      'Harbour Works',
    ],
    [
      'a workspace whose name is not known',
      'chatgpt',
      { email: 'ada@practice.example', plan: 'business' },
      'ada (Business)',
      'Business',
    ],
    ['nobody that we know', 'chatgpt', {}, 'ChatGPT', 'ChatGPT'],
    ['an access token', 'accessToken', { email: 'ada@practice.example' }, 'ada (Access token)', 'Access token'],
    ['an access token of nobody', 'accessToken', {}, 'Access token', 'Access token'],
  ];

  it.each(cases)('says who it is: %s', (_name, kind, identity, shown, hidden) => {
    const facts = { kind, identity: { ...nobodyKnown, ...identity }, keyTail: undefined };
    expect([suggestLabels(facts, false)[0], suggestLabels(facts, true)[0]]).toEqual([shown, hidden]);
  });

  it.each([
    ['azure', setups.azure, 'Azure (acme)'],
    [
      'azure',
      { ...setups.azure, table: { base_url: 'https://gate.acme.example/openai' } },
      'Azure (gate.acme.example)',
    ],
    [
      'azure',
      { ...setups.azure, table: hideProviderValues({ base_url: 'https://acme.openai.azure.com/openai?key=hidden' }) },
      'Azure (acme)',
    ],
    ['bedrock', setups.bedrock, 'Bedrock (eu-central-1)'],
    ['local', setups.local, 'Ollama'],
    ['local', { ...setups.local, providerId: 'lmstudio-local' }, 'LM Studio'],
    ['custom', setups.custom, 'Acme'],
    ['custom', { ...setups.custom, table: {} }, 'acme'],
  ] as const)('says which %s it is', (kind, setup, label) => {
    expect(suggestLabels({ kind, identity: nobodyKnown, keyTail: undefined, setup }, true)).toEqual([label]);
  });

  it('says where a provider is also when its address has a secret in it, and not the secret', () => {
    const table = hideProviderValues({ base_url: 'https://ada:hidden@relay.example/v1?key=hidden' });
    const credential = { kind: 'custom', setup: { providerId: 'acme', model: 'm', table }, key: undefined } as const;
    const said = describeAccount(createStored({ credential }), false);
    expect(said).toContain('m · relay.example');
    expect(said).not.toContain('hidden');
  });

  function labelAll(emails: readonly string[], workspaceName: string | undefined, hides: boolean): readonly string[] {
    return emails.reduce<readonly string[]>((taken, email) => {
      const identity = { ...nobodyKnown, email, plan: 'plus', workspaceName };
      return [...taken, makeUnique(suggestLabels({ kind: 'chatgpt', identity, keyTail: undefined }, hides), taken)];
    }, []);
  }

  it('tells people apart by who they are, and by a number only where nothing else is left', () => {
    const emails = ['ada@practice.example', 'ada@home.example', 'ben@practice.example', 'ada@home.example'];
    expect(labelAll(emails, undefined, false)).toEqual(['ada', 'ada (home.example)', 'ben', 'ada 2']);
    expect(labelAll(emails, 'Harbour Works', false)).toEqual([
      'Harbour Works',
      'Harbour Works (ada)',
      'Harbour Works (ben)',
      'Harbour Works 2',
    ]);
    expect(labelAll(emails, undefined, true)).toEqual(['Plus', 'Plus 2', 'Plus 3', 'Plus 4']);
  });

  it('is short and cannot be drawn as anything but text', () => {
    const identity = { ...nobodyKnown, email: `${'a'.repeat(200)}\u202e@practice.example` };
    expect(suggestLabels({ kind: 'chatgpt', identity, keyTail: undefined }, false)[0]).toBe(`${'a'.repeat(39)}…`);
  });
});
