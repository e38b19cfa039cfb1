import { expect, it } from 'vitest';
import { firstOf } from '../../../src/base/firstOf.ts';
import { createFakeClock, notEnded } from '../../support/fakeClock.ts';

const never = (): Promise<string> => new Promise(() => undefined);

it('is what comes first, and leaves no timer of the others behind', async () => {
  const clock = createFakeClock();
  const late = (ended: AbortSignal): Promise<string> => clock.delay(1000, ended).then(() => 'late');
  expect(await firstOf(notEnded, [late, () => Promise.resolve('now')])).toBe('now');
  expect(clock.waiting).toBe(0);
});

it('is the failure of what fails first', async () => {
  const clock = createFakeClock();
  const failure = new TypeError('broken');
  const late = (ended: AbortSignal): Promise<string> => clock.delay(1000, ended).then(() => 'late');
  await expect(firstOf(notEnded, [late, () => Promise.reject(failure)])).rejects.toBe(failure);
  expect(clock.waiting).toBe(0);
});

it('ends with its owner', async () => {
  const clock = createFakeClock();
  const owner = new AbortController();
  const result = firstOf(owner.signal, [never, (ended) => clock.delay(1000, ended).then(() => 'late')]);
  const reason = new TypeError('left');
  owner.abort(reason);
  await expect(result).rejects.toBe(reason);
  expect(clock.waiting).toBe(0);
});
