import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { readVariableNames } from '../../../../src/platform/codex/linuxCodexProcesses.ts';
import { obstacles, unless } from '../../../support/unless.ts';

it('the variables of a process are read by their names alone', unless(obstacles.notLinux), async () => {
  const child = spawn('/bin/sleep', ['60'], { env: { CODEX_ACCESS_TOKEN: 'at-secret=x', EMPTY: '' } });
  await once(child, 'spawn');
  try {
    expect(await readVariableNames(child.pid ?? 0)).toEqual({ filled: ['CODEX_ACCESS_TOKEN'], empty: ['EMPTY'] });
  } finally {
    child.kill();
  }
  expect(await readVariableNames(0)).toBeUndefined();
});
