import { describe, expect, it, onTestFinished } from 'vitest';
import { LeaseSchedule } from '../../../../src/hosts/remote/leaseSchedule.ts';
import { followHost } from '../../../../src/ui/hosts/hostAnnouncements.ts';
import { OfferedCompanions } from '../../../../src/ui/hosts/offeredCompanions.ts';
import { RemoteFollower } from '../../../../src/ui/shell/remoteFollower.ts';
import type { Services } from '../../../../src/ui/shell/services.ts';
import { listenToSettings } from '../../../support/changeSettings.ts';
import { createRemoteScene } from '../../hosts/remote/remoteHostScene.ts';

describe('what is said about the host of a window', () => {
  it('is said again when a setting changes: an e-mail address goes at once', async () => {
    const change = listenToSettings();
    const { host, clock, signInThere } = await createRemoteScene();
    signInThere('eve@example.com');
    await host.look();
    const follower = new RemoteFollower();
    let hidePersonalInfo = false;
    const services = {
      clock,
      remote: follower,
      host: {},
      log: { info: () => undefined, failure: () => undefined },
      loadRunning: () =>
        Promise.resolve({
          names: () => Promise.resolve({ hidePersonalInfo, findLabel: () => undefined, host: undefined }),
        }),
    } as unknown as Services;
    const schedule = new LeaseSchedule({ host, clock, random: () => 0 });
    const offered = new OfferedCompanions(
      { get: () => undefined, update: () => Promise.resolve() },
      'ssh-remote+gpu-box',
    );
    const following = followHost({ remote: host, schedule, remoteName: 'ssh-remote', offered }, services);
    onTestFinished(() => {
      following.dispose();
      schedule.dispose();
    });
    await expect.poll(() => follower.view?.sentence).toContain('eve@example.com');
    hidePersonalInfo = true;
    change('editor');
    await Promise.resolve();
    expect(follower.view?.sentence).toContain('eve@example.com');
    change('codexAccounts');
    await expect.poll(() => follower.view?.sentence).not.toContain('eve@example.com');
  });
});
