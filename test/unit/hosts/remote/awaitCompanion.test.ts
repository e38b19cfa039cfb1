import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { awaitCompanion } from '../../../../src/hosts/remote/awaitCompanion.ts';
import type { RemoteState } from '../../../../src/hosts/remote/remoteState.ts';

function scene(...states: readonly RemoteState[]) {
  const seen = { looks: 0, waitedMs: 0 };
  const look = (): Promise<RemoteState> => {
    seen.looks += 1;
    return Promise.resolve(states[Math.min(seen.looks, states.length) - 1] ?? { kind: 'missing' });
  };
  const ended = new AbortController();
  const delay = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    seen.waitedMs += ms;
    await Promise.resolve();
  };
  return { seen, ended, arrived: () => awaitCompanion(look, { delay }, ended.signal) };
}

describe('after the companion was installed', () => {
  it('the window is given a moment to know it', async () => {
    const { seen, arrived } = scene({ kind: 'missing' }, { kind: 'missing' }, { kind: 'unintelligible' });
    expect(await arrived()).toEqual({ kind: 'unintelligible' });
    expect(seen).toEqual({ looks: 3, waitedMs: 1000 });
  });

  it('one that runs in its place is not waited for: only a reload ends it', async () => {
    const { seen, arrived } = scene({ kind: 'older', version: '0.0.1' });
    expect(await arrived()).toMatchObject({ kind: 'older' });
    expect(seen).toEqual({ looks: 1, waitedMs: 0 });
  });

  it('nobody waits longer than ten seconds', async () => {
    const { seen, arrived } = scene({ kind: 'missing' });
    expect(await arrived()).toEqual({ kind: 'missing' });
    expect(seen.waitedMs).toBeLessThanOrEqual(10_000);
  });

  it('nobody waits once this extension has ended', async () => {
    const { seen, ended, arrived } = scene({ kind: 'missing' });
    ended.abort(new Cancelled());
    await expect(arrived()).rejects.toThrow(Cancelled);
    expect(seen).toEqual({ looks: 1, waitedMs: 0 });
  });
});
