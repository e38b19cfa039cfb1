import { describe, expect, it } from 'vitest';
import type { RunningThere } from '../../../../src/hosts/remote/companionProtocol.ts';
import { isElsewhere } from '../../../../src/home/running/inventory.ts';
import { LeaseSchedule } from '../../../../src/hosts/remote/leaseSchedule.ts';
import { createRemoteScene, minuteMs, signInStatusOf } from './remoteHostScene.ts';

function runs(kind: RunningThere['kind'], over: Partial<RunningThere> = {}): RunningThere {
  return { kind, pid: 7, used: { kind: 'home' }, activity: 'idle', ageMs: 57 * minuteMs, ...over };
}

/** A host on a lease of an hour, three minutes before its end: for Codex it has ended. */
async function lendToTheEnd(running: readonly RunningThere[]) {
  const scene = await createRemoteScene();
  await scene.host.look();
  await scene.host.lend(scene.account);
  scene.remote.running = [...running];
  await scene.clock.advance(57 * minuteMs);
  await scene.host.look();
  return scene;
}

describe('a Codex on a lease that has ended', () => {
  it.each([
    ['terminals', { isServer: true, isExtension: false }],
    ['extension', { isServer: false, isExtension: true }],
    ['vscode', { isServer: false, isExtension: false }],
    ['program', { isServer: false, isExtension: false }],
    ['terminal', { isServer: false, isExtension: false }],
  ] as const)('needs a restart: %s', async (kind, what) => {
    const { host } = await lendToTheEnd([runs(kind)]);
    expect(host.state).toMatchObject({ signIn: { kind: 'restartRequired', isRenewed: false, what } });
  });

  it('needs none, when it reads the Home anew with each start, or nobody is at work', async () => {
    for (const running of [[runs('exec')], []]) {
      const { host } = await lendToTheEnd(running);
      expect(host.state).toMatchObject({ signIn: { kind: 'placed', ending: 'ended' } });
      await host.renew('silently');
      expect(host.state).toMatchObject({ signIn: { kind: 'placed', ending: 'good' } });
    }
  });

  it('needs none, when it was started after the end: it never had the lease', async () => {
    const { host, clock, remote } = await lendToTheEnd([]);
    await clock.advance(10 * minuteMs);
    remote.running = [runs('terminals', { ageMs: 5 * minuteMs })];
    await host.look();
    expect(signInStatusOf(host)).toBe('placed');
  });
});

describe('after the renewal of a lease that had ended', () => {
  it('a server is believed: one that took the renewed lease needs no restart, one that says nobody does', async () => {
    const { host, remote } = await lendToTheEnd([runs('terminals')]);
    await host.renew('silently');
    expect(signInStatusOf(host)).toBe('placed');
    remote.running = [runs('terminals', { used: { kind: 'none' } })];
    await host.look();
    expect(host.state).toMatchObject({
      signIn: { kind: 'restartRequired', isRenewed: true, what: { isServer: true } },
    });
  });

  it('an extension that is older needs a restart, until it has started again', async () => {
    const { host, remote, clock, openWindow } = await lendToTheEnd([runs('extension')]);
    await host.renew('silently');
    expect(host.state).toMatchObject({
      signIn: { kind: 'restartRequired', isRenewed: true, what: { isExtension: true } },
    });
    await clock.advance(minuteMs);
    remote.running = [runs('extension', { ageMs: 58 * minuteMs })];
    const other = openWindow();
    await other.look();
    expect(signInStatusOf(other), 'in the next window too').toBe('restartRequired');
    remote.running = [runs('extension', { ageMs: 1000 })];
    await host.look();
    expect(signInStatusOf(host)).toBe('placed');
  });

  it('of one whose age is not told nothing is said', async () => {
    const { host, remote } = await lendToTheEnd([runs('extension')]);
    remote.running = [runs('extension', { ageMs: undefined })];
    await host.renew('silently');
    expect(signInStatusOf(host)).toBe('placed');
  });
});

describe('a server that says nobody', () => {
  it('while a good lease stands there needs a restart, whatever the clock says', async () => {
    const { host, account, remote } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    remote.running = [runs('terminals', { used: { kind: 'none' } })];
    await host.look();
    expect(host.state).toMatchObject({
      signIn: { kind: 'restartRequired', isRenewed: true },
      running: [{ kind: 'terminals', used: { kind: 'none' } }],
    });
  });

  it('while somebody else’s sign-in stands there is not ours to judge', async () => {
    const { host, remote, signInThere } = await createRemoteScene();
    signInThere();
    remote.running = [runs('terminals', { used: { kind: 'none' } })];
    await host.look();
    expect(signInStatusOf(host)).toBe('foreign');
  });
});

describe('starting a Codex there again', () => {
  it('goes through the companion, and what is said about it goes away', async () => {
    const { host, account, remote } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    remote.running = [
      runs('terminals', { used: { kind: 'other', who: { kind: 'chatgpt', email: 'eve@example.com' } } }),
    ];
    await host.look();
    expect(host.state.kind === 'connected' && host.state.running.some(isElsewhere)).toBe(true);
    expect(await host.restartCodex()).toMatchObject({ kind: 'ok', answer: { step: 'restart' } });
    expect([remote.restarts, host.state.kind === 'connected' && host.state.running]).toEqual([1, []]);
  });

  it('is refused as the companion refuses it', async () => {
    const { host, remote } = await createRemoteScene();
    await host.look();
    const { restartCodex } = remote;
    remote.restartCodex = () => Promise.resolve({ kind: 'refused', refusal: { code: 'untrusted' } });
    expect(await host.restartCodex()).toEqual({ kind: 'refused', refusal: { code: 'untrusted' } });
    remote.restartCodex = restartCodex;
    remote.instead = { kind: 'missing' };
    expect(await host.restartCodex()).toEqual({ kind: 'missing' });
  });

  it('is part of a renewal that the person asks for, and of no other', async () => {
    const { host, remote } = await lendToTheEnd([runs('terminals')]);
    await host.renew('silently');
    await host.renew('asking');
    await host.renew('restarting');
    expect(remote.puts.map(({ restartsCodex }) => restartsCodex)).toEqual([undefined, undefined, undefined, true]);
  });
});

describe('the schedule', () => {
  it('asks each minute while a Codex there uses something else, so that it goes away by itself', async () => {
    const { host, account, remote, clock } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    const schedule = new LeaseSchedule({ host, clock, random: () => 0 });
    remote.running = [runs('terminals', { used: { kind: 'none' } })];
    await schedule.step();
    expect(signInStatusOf(host)).toBe('restartRequired');
    remote.running = [runs('terminals')];
    await clock.advance(minuteMs);
    await schedule.step();
    expect(signInStatusOf(host)).toBe('placed');
    remote.running = [runs('terminals', { used: { kind: 'none' } })];
    await clock.advance(minuteMs);
    await schedule.step();
    expect(signInStatusOf(host), 'all is well: a quarter of an hour later').toBe('placed');
    schedule.dispose();
  });
});
