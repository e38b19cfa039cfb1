import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HeldAttempt } from '../../../../src/accounts/signIn/ports.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { AttemptFile } from '../../../../src/platform/files/attemptFile.ts';
import { createFakeClock, notEnded, waitUntil, type FakeClock } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

function createHarness() {
  const path = join(createTemporaryFolder(), 'state', 'sign-in.json');
  const clock = createFakeClock(Date.now());
  const open = (product: string): AttemptFile => new AttemptFile(path, product, clock);
  return { path, clock, open };
}

async function hold(file: AttemptFile): Promise<HeldAttempt> {
  const result = await file.acquire();
  if (result.kind !== 'held') {
    throw new TypeError('Somebody else has it.');
  }
  return result.attempt;
}

/** Turns the hands as long as it takes; the disk takes its own time. */
async function turnUntil(clock: FakeClock, isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await clock.advance(clock.waiting > 0 ? 500 : 0);
  }
}

describe('the attempt of this machine', () => {
  it('is held by one window and free again', async () => {
    const { path, open, clock } = createHarness();
    const attempt = await hold(open('Code'));
    expect(await open('Cursor').acquire()).toEqual({ kind: 'busy', other: { product: 'Code' } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await attempt.release();
    expect([existsSync(path), clock.waiting]).toEqual([false, 0]);
    await (await hold(open('Cursor'))).release();
  });

  it('is given to one of two that come at once', async () => {
    const { open } = createHarness();
    const results = await Promise.all([open('A').acquire(), open('B').acquire()]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['busy', 'held']);
    for (const result of results) {
      await (result.kind === 'held' ? result.attempt.release() : undefined);
    }
  });

  it('can be taken over: the first holder hears of it within half a second', async () => {
    const { path, open, clock } = createHarness();
    const first = await hold(open('Code'));
    const taking = open('Cursor').takeOver(notEnded);
    await turnUntil(clock, () => first.takenOver.aborted);
    await turnUntil(clock, () => clock.waiting > 0);
    let second: HeldAttempt | undefined;
    void taking.then((attempt) => {
      second = attempt;
    });
    await turnUntil(clock, () => second !== undefined);
    await first.release();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ product: 'Cursor' });
    expect(second?.takenOver.aborted).toBe(false);
    await second?.release();
    expect(existsSync(path)).toBe(false);
  });

  it('is nobody’s when the person cancels while the other window ends its own', async () => {
    const { path, open, clock } = createHarness();
    const first = await hold(open('Code'));
    const cancelling = new AbortController();
    const taking = open('Cursor').takeOver(cancelling.signal);
    taking.catch(() => undefined);
    // The first one's watch, and the wait for it to see this.
    await waitUntil(() => clock.waiting === 2);
    cancelling.abort(new Cancelled());
    await expect(taking).rejects.toThrow(Cancelled);
    await first.release();
    expect([existsSync(path), clock.waiting]).toEqual([false, 0]);
  });

  it('is free when its holder gave no sign of life for 5 s', async () => {
    const { path, open, clock } = createHarness();
    await (await hold(open('Code'))).release();
    writeFileSync(path, JSON.stringify({ nonce: 'gone', product: 'Crashed' }));
    const at = (silentMs: number): void => {
      const time = new Date(clock.nowMs() - silentMs);
      utimesSync(path, time, time);
    };
    at(4900);
    expect(await open('Code').acquire()).toEqual({ kind: 'busy', other: { product: 'Crashed' } });
    at(5100);
    await (await hold(open('Code'))).release();
  });

  it('shows signs of life while it is held', async () => {
    const { path, open, clock } = createHarness();
    const attempt = await hold(open('Code'));
    const startMs = clock.nowMs();
    await turnUntil(clock, () => statSync(path).mtimeMs >= startMs + 6000);
    expect(await open('Cursor').acquire()).toMatchObject({ kind: 'busy' });
    await attempt.release();
  });

  it('names nobody while the file is still being written', async () => {
    const { path, open } = createHarness();
    await (await hold(open('Code'))).release();
    writeFileSync(path, '');
    expect(await open('Code').acquire()).toEqual({ kind: 'busy', other: { product: '' } });
  });
});
