import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { Credential } from '../../../../src/storage/account.ts';
import { chooseTerminalVariable, type TerminalFacts } from '../../../../src/ui/providers/terminalVariable.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createAccount, createCredential, setups } from '../../../support/records.ts';

const key = new Secret('the-key');

function stateOf(credential: Credential): AccountState {
  return {
    kind: 'signedIn',
    account: createAccount({ label: 'Azure', credential }),
    home: { kind: 'none' },
    health: undefined,
  };
}

const azure: TerminalFacts = {
  isEnabled: true,
  isTrusted: true,
  remoteName: undefined,
  isRemoteAllowed: false,
  state: stateOf({ kind: 'azure', setup: setups.azure, key }),
};

const given = (name: string) => ({ kind: 'set', name, key, label: 'Azure' });

describe('the variable of a terminal', () => {
  it.each<readonly [string, TerminalFacts, unknown]>([
    ['has the key of Azure', azure, given('AZURE_OPENAI_API_KEY')],
    [
      'is not there for Bedrock, whose key stands in the Home',
      { ...azure, state: stateOf({ kind: 'bedrock', setup: setups.bedrock, key }) },
      { kind: 'none' },
    ],
    ['is not there while the setting is off', { ...azure, isEnabled: false }, { kind: 'none' }],
    ['is not there in a window without trust', { ...azure, isTrusted: false }, { kind: 'none' }],
    [
      'is not there without a key of ours',
      { ...azure, state: stateOf({ kind: 'azure', setup: setups.azure, key: undefined }) },
      { kind: 'none' },
    ],
    [
      'is not there where Codex takes none',
      { ...azure, state: stateOf({ kind: 'custom', setup: setups.custom, key }) },
      { kind: 'none' },
    ],
    ['is never a key of OpenAI', { ...azure, state: stateOf(createCredential('apiKey')) }, { kind: 'none' }],
    ['is never a sign-in', { ...azure, state: stateOf(createCredential('chatgpt')) }, { kind: 'none' }],
    ['is not there once nobody is signed in', { ...azure, state: { kind: 'loading' } }, { kind: 'none' }],
    [
      'is asked about where terminals run on another host',
      { ...azure, remoteName: 'box' },
      { kind: 'ask', host: 'box', label: 'Azure' },
    ],
    [
      'is there on another host that the person has agreed to',
      { ...azure, remoteName: 'box', isRemoteAllowed: true },
      given('AZURE_OPENAI_API_KEY'),
    ],
  ])('%s', (_name, facts, wanted) => {
    expect(chooseTerminalVariable(facts)).toEqual(wanted);
  });
});
