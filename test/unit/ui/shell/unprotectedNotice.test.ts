import { expect, it, onTestFinished, vi } from 'vitest';
import { warnUnprotected } from '../../../../src/ui/shell/unprotectedNotice.ts';
import { window } from '../../../support/vscodeWords.ts';

it('says once for each place that its disk has no permissions, in every window together', async () => {
  const said = vi.spyOn(window, 'showWarningMessage');
  onTestFinished(() => {
    said.mockRestore();
  });
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  for (const path of ['/mnt/c/.codex/auth.json', '/mnt/c/.codex/auth.json', '/mnt/d/auth.json']) {
    await warnUnprotected(path, memory);
  }
  expect(said.mock.calls.map(([message]) => /\/mnt\/\w/u.exec(message)?.[0])).toEqual(['/mnt/c', '/mnt/d']);
});
