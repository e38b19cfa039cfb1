import { describe, expect, it } from 'vitest';
import { adviseBinding, type AdviceFacts } from '../../../../src/hosts/remote/bindingAdvice.ts';

const cli = { hasCli: true, hasIdeExtension: false };
const ide = { hasCli: true, hasIdeExtension: true };
const facts: AdviceFacts = { choice: 'auto', byDefault: 'auto', codex: cli, accountKind: 'chatgpt' };

describe('the binding for a host', () => {
  it.each([
    ['a lease where only the CLI is', {}, 'lease', 'cliOnly'],
    ['a lease where no Codex is yet', { codex: { hasCli: false, hasIdeExtension: false } }, 'lease', 'noCodexYet'],
    ['an own sign-in where the IDE extension is', { codex: ide }, 'own', 'ideExtensionThere'],
    [
      'an own sign-in where only the IDE extension is',
      { codex: { hasCli: false, hasIdeExtension: true } },
      'own',
      'ideExtensionThere',
    ],
    ['what the setting says', { byDefault: 'own' }, 'own', 'settingSays'],
    ['what the setting says, against the IDE extension', { byDefault: 'lease', codex: ide }, 'lease', 'settingSays'],
    [
      'what the person chose, against the setting',
      { choice: 'lease', byDefault: 'own', codex: ide },
      'lease',
      'youChose',
    ],
    ['nothing when the person chose that', { choice: 'none', byDefault: 'own' }, 'none', 'youChose'],
    [
      'nothing when the setting says so, not even a key',
      { byDefault: 'none', accountKind: 'apiKey' },
      'none',
      'settingSays',
    ],
    ['a copy of a key, whatever was chosen', { choice: 'own', accountKind: 'apiKey' }, 'copy', 'keysAreCopied'],
    ['a copy of an access token', { accountKind: 'accessToken', codex: ide }, 'copy', 'keysAreCopied'],
  ] as const)('is %s', (_name, over, binding, reason) => {
    expect(adviseBinding({ ...facts, ...over })).toEqual({ binding, reason });
  });
});
