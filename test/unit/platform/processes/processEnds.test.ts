import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { watchEnds } from '../../../../src/platform/processes/processEnds.ts';
import { createFakeClock, waitUntil } from '../../../support/fakeClock.ts';

it('notices the end of a process that it was told of, once it looks, and nothing before', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'spawn');
  const clock = createFakeClock();
  const pids = [child.pid ?? 0];
  let notices = 0;
  const watching = watchEnds({ pids: () => pids, clock }, () => {
    notices += 1;
    pids.splice(0);
  });
  onTestFinished(() => {
    watching.dispose();
  });
  for (const _look of [1, 2]) {
    const { length } = clock.delays;
    await clock.advance(5000);
    await waitUntil(() => clock.delays.length > length);
  }
  expect(notices).toBe(0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await clock.advance(5000);
  await waitUntil(() => notices > 0);
  await clock.advance(5000);
  expect(notices).toBe(1);
});

it('looks no more when it is disposed', async () => {
  const clock = createFakeClock();
  const watching = watchEnds({ pids: () => [], clock }, () => undefined);
  await waitUntil(() => clock.waiting === 1);
  watching.dispose();
  expect(clock.waiting).toBe(0);
});
