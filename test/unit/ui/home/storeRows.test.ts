import { describe, expect, it } from 'vitest';
import { listSources } from '../../../../src/ui/text/facts/fact.ts';
import { storeSettingFact } from '../../../../src/ui/text/facts/storeFacts.ts';
import { listStoreRows } from '../../../../src/ui/home/storeRows.ts';

const rows = listStoreRows({ kind: 'store', store: 'auto', decidedBy: 'user' });

describe('the stores to choose from', () => {
  it('say what they are and what they are good for', () => {
    expect(rows.map(({ label, description, detail }) => [label, description, detail])).toEqual([
      [
        'file',
        'Simpler for containers and CI. Readable by your user only.',
        'auth.json in the Codex home, in plaintext.',
      ],
      ['keyring', 'Safer on shared machines.', 'macOS Keychain, Windows Credential Manager, Linux Secret Service.'],
      ['auto', 'in use', 'The OS keyring where it is available, else auth.json.'],
      [
        'ephemeral',
        'What it has stays where it is, for when you change back.',
        'Nowhere: every Codex process starts signed out.',
      ],
    ]);
  });

  it('have their documents at hand', () => {
    expect(
      rows.map(({ facts = [] }) => listSources(facts).map(({ address }) => address.replace(/^https:\/\//u, ''))),
    ).toEqual([
      ['learn.chatgpt.com/docs/auth', 'claw-planet.pages.dev/openai/codex-cli/auth/'],
      ['claw-planet.pages.dev/openai/codex-cli/auth/', 'learn.chatgpt.com/docs/auth'],
      ['learn.chatgpt.com/docs/auth', 'learn.chatgpt.com/docs/config-file/config-reference'],
      ['www.npmjs.com/package/@openai/codex/v/0.171.0'],
    ]);
  });

  it('are named by the setting that decides, and no default is claimed', () => {
    expect(storeSettingFact.say()).toMatch(/^cli_auth_credentials_store in config\.toml/u);
    expect(JSON.stringify(rows)).not.toContain('default');
  });
});
