import { describe, expect, it } from 'vitest';
import { compareShell } from '../../../src/billing/compareShell.ts';
import { readModelProvider } from '../../../src/home/modelProvider.ts';

const provider = await readModelProvider(
  { user: 'model_provider = "own"\n[model_providers.own]\nbase_url = "https://own.example/v1"\nenv_key = "OWN_KEY"\n' },
  [],
);

describe('the variables that a shell changes', () => {
  it('are told where they decide who pays, by name', () => {
    const window = { PATH: '1', CODEX_API_KEY: '', OWN_KEY: '1', AWS_PROFILE: '1', CODEX_ACCESS_TOKEN: '1' };
    const shell = { PATH: '2', CODEX_API_KEY: '1', OWN_KEY: '2', AWS_PROFILE: '1', HISTFILE: '1' };
    expect(compareShell(window, shell, { provider })).toEqual({
      added: ['CODEX_API_KEY'],
      changed: ['OWN_KEY'],
      removed: ['CODEX_ACCESS_TOKEN'],
    });
  });

  it('are those of the provider in use', async () => {
    const usual = await readModelProvider({}, []);
    expect(compareShell({}, { OWN_KEY: '1' }, { provider: usual }).added).toEqual([]);
    expect(compareShell({}, { OWN_KEY: '1' }, { provider }).added).toEqual(['OWN_KEY']);
  });
});
