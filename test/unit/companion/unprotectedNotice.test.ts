import { expect, it, onTestFinished, vi } from 'vitest';
import { warnUnprotected } from '../../../companion/unprotectedNotice.ts';
import { window } from '../../support/vscodeWords.ts';

it('says once for each place of the host that its disk has no permissions', async () => {
  const said = vi.spyOn(window, 'showWarningMessage');
  onTestFinished(() => {
    said.mockRestore();
  });
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key) as never,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  for (const path of ['/mnt/c/.codex/auth.json', '/mnt/c/.codex/auth.json', '/mnt/d/auth.json']) {
    await warnUnprotected({ path, host: 'gpu-box', memory });
  }
  expect(said.mock.calls.map(([message]) => /(\/mnt\/\w).* on gpu-box/u.exec(message)?.[1])).toEqual([
    '/mnt/c',
    '/mnt/d',
  ]);
});
