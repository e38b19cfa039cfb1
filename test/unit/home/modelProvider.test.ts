import { describe, expect, it } from 'vitest';
import { readModelProvider, type ModelProvider } from '../../../src/home/modelProvider.ts';

const usual: ModelProvider = {
  kind: 'provider',
  id: 'openai',
  service: 'openai',
  host: undefined,
  envKey: undefined,
  configured: undefined,
  usesSignIn: true,
  signsForAws: false,
  hasAwsProfile: false,
  name: undefined,
  address: undefined,
};

const own = (fields: string): string => `model_provider = "own"\n[model_providers.own]\n${fields}\n`;

const read = (user: string) => readModelProvider({ user }, ['https://service.example:8443/v1']);

describe('the provider that Codex uses', () => {
  it('is OpenAI where nothing says another', async () => {
    expect(await readModelProvider({}, [])).toEqual(usual);
    expect(await read('model = "a"\n[model_providers.own]\nenv_key = "K"\n')).toEqual(usual);
  });

  it.each([
    ['https://us.api.openai.com/v1', 'openai'],
    ['https://chatgpt.com/backend-api/codex', 'openai'],
    ['https://service.example:8443/other', 'openai'],
    ['https://service.example/other', 'other'],
    ['https://openai.com.example/v1', 'other'],
    ['https://us.OpenAI.azure.com/openai', 'azure'],
    ['https://x.cognitiveservices.azure.com/', 'azure'],
    ['https://front.azurefd.net/', 'azure'],
    ['https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1', 'bedrock'],
    ['http://localhost:4000/v1', 'local'],
    ['http://127.0.0.1:4000/v1', 'local'],
    ['http://[::1]:4000/v1', 'local'],
    ['http://192.168.1.4:4000/v1', 'other'],
    ['no address', 'other'],
  ])('%s is %s', async (address, service) => {
    expect(await read(own(`base_url = "${address}"`))).toMatchObject({ id: 'own', service, usesSignIn: false });
    expect(await read(`openai_base_url = "${address}"`)).toMatchObject({ id: 'openai', service, usesSignIn: true });
  });

  it('is named by its host alone', async () => {
    const reading = await read(own('base_url = "https://name:hunter2@relay.example:444/secret?key=secret"'));
    expect(reading).toMatchObject({ host: 'relay.example:444' });
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it('is Azure by its name too, whatever its address', async () => {
    expect(await read(own('name = "AZURE"\nbase_url = "http://127.0.0.1:1"'))).toMatchObject({ service: 'azure' });
  });

  it('has OpenAI’s address where it names none', async () => {
    expect(await read(own('requires_openai_auth = true'))).toMatchObject({ service: 'openai', usesSignIn: true });
  });

  it.each([
    ['experimental_bearer_token = "t"', { configured: 'token' }],
    ['auth = { command = "c" }\nexperimental_bearer_token = "t"', { configured: 'command' }],
    ['gateway_oauth = { }', { configured: 'gateway' }],
    ['http_headers = { a = "b" }', { configured: 'headers' }],
    ['env_http_headers = { a = "B" }', { configured: 'headers' }],
    ['env_key = "K"', { configured: undefined, envKey: 'K' }],
  ])('with %s', async (fields, expected) => {
    expect(await read(own(fields))).toMatchObject(expected);
  });

  it.each(['ollama', 'lmstudio'])('%s is local', async (id) => {
    expect(await read(`model_provider = "${id}"`)).toEqual({ ...usual, id, service: 'local', usesSignIn: false });
  });

  it('Bedrock signs for AWS, and may name a profile', async () => {
    const bedrock = 'model_provider = "amazon-bedrock"\n';
    const expected = { ...usual, id: 'amazon-bedrock', service: 'bedrock', usesSignIn: false, signsForAws: true };
    expect(await read(bedrock)).toEqual(expected);
    expect(await read(`${bedrock}[model_providers.amazon-bedrock.aws]\nregion = "r"`)).toEqual(expected);
    expect(await read(`${bedrock}[model_providers.amazon-bedrock.aws]\nprofile = "p"`)).toEqual({
      ...expected,
      hasAwsProfile: true,
    });
  });

  it('is what the strongest layer says, table by table', async () => {
    const reading = await readModelProvider(
      {
        system: own('env_key = "WEAK"\nbase_url = "https://relay.example"'),
        user: 'model_provider = "ollama"',
        managed: own('env_key = "STRONG"'),
      },
      [],
    );
    expect(reading).toMatchObject({ id: 'own', envKey: 'STRONG', host: 'relay.example' });
    const required = await readModelProvider({ user: own(''), requirements: 'model_provider = "ollama"' }, []);
    expect(required).toMatchObject({ id: 'ollama' });
  });

  it('stops Codex where it is nowhere, or the configuration is broken', async () => {
    expect(await read('model_provider = "nowhere"')).toEqual({ kind: 'unknownProvider', id: 'nowhere' });
    expect(await read('model_provider = ')).toEqual({ kind: 'broken' });
    expect(await read('model_provider = 5')).toEqual({ kind: 'broken' });
    expect(await read(own('env_key = 5'))).toEqual({ kind: 'broken' });
    expect(await readModelProvider({ user: null }, [])).toEqual({ kind: 'broken' });
  });

  it('a value below the strongest may be nonsense', async () => {
    expect(
      await readModelProvider({ user: 'model_provider = 5', managed: 'model_provider = "ollama"' }, []),
    ).toMatchObject({ id: 'ollama' });
  });
});
