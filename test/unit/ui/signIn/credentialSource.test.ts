import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askForCredential, type CredentialWords } from '../../../../src/ui/signIn/credentialSource.ts';
import type { Secret } from '../../../../src/base/secret.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const words: CredentialWords = {
  title: 'Sign In with API Key',
  placeHolder: 'Billed by use.',
  typeRow: 'Type or Paste the Key',
  typeFact: { sources: ['auth'], say: () => 'It needs a right.' },
  inputPrompt: 'Begins with “sk-”.',
  setVariable: 'CODEX_TEST_KEY',
  usualVariable: 'CODEX_TEST_KEY',
  variableNote: 'Codex reads it, too.',
  links: [{ label: 'Get an API Key', url: 'https://platform.openai.com/api-keys' }],
};

const explainProblem = (secret: Secret): string | undefined =>
  secret.reveal().startsWith('sk-') ? undefined : 'This is no API key.';

async function ask(clipboardText: string, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  let reads = 0;
  const readText = (): Promise<string> => {
    reads += 1;
    return Promise.resolve(clipboardText);
  };
  const given = await askForCredential(words, explainProblem, { ...flow, clipboard: { readText } });
  return { given: given?.reveal(), reads, opened: flow.opened, prompts: flow.prompts };
}

describe('a secret that a person gives', () => {
  beforeEach(() => {
    vi.stubEnv('CODEX_TEST_KEY', 'sk-of-variable');
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is typed, and the clipboard is not read', async () => {
    const { given, reads, prompts } = await ask('', { row: 'Type or Paste' }, { type: 'sk-typed' });
    expect([given, reads]).toEqual(['sk-typed', 0]);
    expect(prompts.shown[1]).toEqual({ kind: 'input', text: words.title, detail: words.inputPrompt });
  });

  it('is read from the clipboard with the click on its row', async () => {
    const { given, reads } = await ask('sk-copied', { row: 'from the Clipboard' });
    expect([given, reads]).toEqual(['sk-copied', 1]);
  });

  it('is read from the variable that is set, or from one that is named', async () => {
    expect((await ask('', { row: 'Use CODEX_TEST_KEY' })).given).toBe('sk-of-variable');
    vi.stubEnv('OTHER_TEST_KEY', 'sk-of-other');
    expect((await ask('', { row: 'Environment Variable' }, { type: ' OTHER_TEST_KEY ' })).given).toBe('sk-of-other');
  });

  it('is not read from a variable that is not set, and the box says so', async () => {
    const { given, prompts } = await ask('', { row: 'Environment Variable' }, { type: 'NO_SUCH_TEST_KEY' });
    expect(given).toBeUndefined();
    expect(prompts.texts[2]).toContain('has no variable of this name');
  });

  it('is asked for again, with the reason, when it is none', async () => {
    const { given, prompts } = await ask('hello', { row: 'Clipboard' }, { row: 'Type or Paste' }, { type: 'sk-typed' });
    expect(given).toBe('sk-typed');
    expect(prompts.shown[1]).toEqual({ kind: 'tell', severity: 'error', text: 'This is no API key.' });
  });

  it('is still asked for after a page was opened', async () => {
    const { given, opened } = await ask('sk-copied', { row: 'Get an API Key' }, { row: 'Clipboard' });
    expect([given, opened]).toEqual(['sk-copied', ['https://platform.openai.com/api-keys']]);
  });

  it('is nothing when the person leaves', async () => {
    const { given, prompts } = await ask('', 'dismiss');
    expect([given, prompts.shown.length]).toEqual([undefined, 1]);
  });
});
