import { expect, it } from 'vitest';
import { warnUnprotectedHost } from '../../../companion/warnUnprotectedHost.ts';
import { ScriptedPrompts } from '../../support/scriptedPrompts.ts';

it('says once for each place of the host that its disk has no permissions', async () => {
  const prompts = new ScriptedPrompts();
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key) as never,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  for (const path of ['/mnt/c/.codex/auth.json', '/mnt/c/.codex/auth.json', '/mnt/d/auth.json']) {
    await warnUnprotectedHost({ path, host: 'gpu-box', memory, prompts });
  }
  expect(prompts.texts.map((message) => /(\/mnt\/\w).* on gpu-box/u.exec(message)?.[1])).toEqual(['/mnt/c', '/mnt/d']);
});
