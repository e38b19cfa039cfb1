import { describe, expect, it } from 'vitest';
import { findProviderKeys } from '../../../src/home/providerKeys.ts';

const none = { system: undefined, user: undefined, managed: undefined, requirements: undefined };

describe('the keys of model providers', () => {
  it('are the variables that env_key names, of every layer, each once', async () => {
    const user = '[model_providers.azure]\nenv_key = "MY_KEY"\n[model_providers.b]\nenv_key = "OTHER"\n';
    const system = '[model_providers.azure]\nenv_key = "MY_KEY"\n';
    expect(await findProviderKeys({ ...none, user, system })).toEqual(['MY_KEY', 'OTHER']);
  });

  it.each([
    ['nothing', none],
    ['a file that is broken', { ...none, user: '[model_providers.a]\nenv_key = "A"\n[' }],
    [
      'another kind of value',
      { ...none, user: '[model_providers.a]\nenv_key = 1\n[model_providers]\nb = "env_key"\n' },
    ],
    ['what is no name', { ...none, user: '[model_providers.a]\nenv_key = "a b"\n' }],
  ])('are none in %s', async (_name, texts) => {
    expect(await findProviderKeys(texts)).toEqual([]);
  });
});
