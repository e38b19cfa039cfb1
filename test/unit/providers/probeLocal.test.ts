import { describe, expect, it } from 'vitest';
import { probeLocal } from '../../../src/providers/probeLocal.ts';
import { answer, cut, offline, type Reply } from '../../support/fakeHttp.ts';
import { createProbeScene } from './probeScene.ts';

const baseUrl = 'http://localhost:11434/v1';
const list = (...ids: readonly string[]) => answer(200, { data: ids.map((id) => ({ id })) });
const ollama = (version: string, ...names: readonly string[]): Readonly<Record<string, Reply>> => ({
  '/v1/models': list(...names),
  '/api/version': answer(200, { version }),
  '/api/tags': answer(200, { models: names.map((name) => ({ name })) }),
});

describe('a look at Ollama', () => {
  it('asks what Codex asks, and lists the models', async () => {
    const scene = createProbeScene(ollama('0.13.4', 'gpt-oss:20b', 'qwen:latest'));
    expect(await probeLocal({ server: 'ollama', baseUrl, model: 'gpt-oss:20b' }, scene)).toEqual({
      result: { kind: 'good' },
      models: ['gpt-oss:20b', 'qwen:latest'],
    });
    expect(scene.http.sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v1/models',
      '/api/version',
      '/api/tags',
    ]);
  });

  it('takes a name without a tag for the latest', async () => {
    const scene = createProbeScene(ollama('0.14.0', 'qwen:latest'));
    expect((await probeLocal({ server: 'ollama', baseUrl, model: 'qwen' }, scene)).result).toEqual({ kind: 'good' });
  });

  it.each([
    ['is too old', ollama('0.13.3', 'gpt-oss:20b'), 'provider.ollama.tooOld'],
    ['has not the model', ollama('0.13.4', 'qwen:latest'), 'provider.ollama.noModel'],
    ['has no model', ollama('0.13.4'), 'provider.ollama.noModel'],
    ['is not running', { '/v1/models': offline() }, 'provider.ollama.notRunning'],
    ['is another program', { '/v1/models': answer(404, 'Not found') }, 'provider.local.otherProgram'],
    [
      'is another server with that API',
      { ...ollama('0.13.4', 'gpt-oss:20b'), '/api/version': answer(404, '') },
      'provider.local.otherProgram',
    ],
  ])('tells when it %s', async (_name, replies: Readonly<Record<string, Reply>>, messageId) => {
    const { result } = await probeLocal({ server: 'ollama', baseUrl, model: 'gpt-oss:20b' }, createProbeScene(replies));
    expect(result).toMatchObject({ kind: 'wrong', sentence: { messageId } });
  });

  it('lists the models of one that is too old', async () => {
    const scene = createProbeScene(ollama('0.9.0', 'gpt-oss:20b'));
    expect((await probeLocal({ server: 'ollama', baseUrl, model: undefined }, scene)).models).toEqual(['gpt-oss:20b']);
  });

  it('does not say that it is not running when an answer was cut off', async () => {
    const { result } = await probeLocal(
      { server: 'ollama', baseUrl, model: undefined },
      createProbeScene({ '/v1/models': cut() }),
    );
    expect(result).toMatchObject({ kind: 'noAnswer', sentence: { messageId: 'network.cut' } });
  });
});

describe('a look at LM Studio', () => {
  const there = 'http://localhost:1234/v1';

  it('asks for its models alone', async () => {
    const scene = createProbeScene({ '/v1/models': list('qwen3-coder') });
    expect(await probeLocal({ server: 'lmstudio', baseUrl: there, model: 'qwen3-coder' }, scene)).toEqual({
      result: { kind: 'good' },
      models: ['qwen3-coder'],
    });
    expect(scene.http.sent).toHaveLength(1);
  });

  it.each([
    ['is not running', offline(), 'provider.lmstudio.notRunning'],
    ['has not the model', list('other'), 'provider.lmstudio.noModel'],
    ['has no model', list(), 'provider.lmstudio.noModel'],
  ])('tells when it %s', async (_name, reply, messageId) => {
    const scene = createProbeScene({ '/v1/models': reply });
    const { result } = await probeLocal({ server: 'lmstudio', baseUrl: there, model: 'qwen3-coder' }, scene);
    expect(result).toMatchObject({ kind: 'wrong', sentence: { messageId } });
  });
});
