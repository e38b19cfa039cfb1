import { expect, it } from 'vitest';
import { warnUnprotected } from '../../../../src/ui/shell/unprotectedNotice.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

it('says once for each place that its disk has no permissions, in every window together', async () => {
  const prompts = new ScriptedPrompts();
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  for (const path of ['/mnt/c/.codex/auth.json', '/mnt/c/.codex/auth.json', '/mnt/d/auth.json']) {
    await warnUnprotected(path, memory, prompts);
  }
  expect(prompts.texts.map((text) => /\/mnt\/\w/u.exec(text)?.[0])).toEqual(['/mnt/c', '/mnt/d']);
  expect(prompts.shown.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
});
