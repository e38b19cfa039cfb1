import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/platform/systemClock.ts';

describe('the clock of the system', () => {
  it('ends a delay with the reason it was ended for', async () => {
    const controller = new AbortController();
    const delay = systemClock.delay(60_000, controller.signal);
    const reason = new RangeError('enough');
    controller.abort(reason);
    await expect(delay).rejects.toBe(reason);
    await expect(systemClock.delay(60_000, controller.signal)).rejects.toBe(reason);
    await systemClock.delay(0, new AbortController().signal);
  });
});
