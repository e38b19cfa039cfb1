import { describe, expect, it, onTestFinished } from 'vitest';
import { LeaseSchedule } from '../../../../src/hosts/remote/leaseSchedule.ts';
import { followHost } from '../../../../src/ui/hosts/hostAnnouncements.ts';
import { OfferedCompanions } from '../../../../src/ui/hosts/offeredCompanions.ts';
import { RemoteFollower } from '../../../../src/ui/shell/remoteFollower.ts';
import { listenToSettings } from '../../../support/changeSettings.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { signInStatusOf } from '../../hosts/remote/remoteHostScene.ts';
import { createHostFlow } from './hostFlowScene.ts';

/** A window that has just opened on a host, and follows it until the test is over. */
async function createScene({
  remoteName = 'ssh-remote',
  answers = [],
}: { readonly remoteName?: string; readonly answers?: readonly Answer[] } = {}) {
  const scene = await createHostFlow(...answers);
  const { host, clock, flow, done } = scene;
  const follower = new RemoteFollower();
  const shown = { hidePersonalInfo: false };
  const hand = await flow.loadRunning();
  const names = () => Promise.resolve({ ...shown, findLabel: () => undefined, host: undefined });
  const memory = new Map<string, unknown>();
  const follow = (): void => {
    const schedule = new LeaseSchedule({ host, clock, random: () => 0 });
    const offered = new OfferedCompanions(
      {
        get: (key) => memory.get(key),
        update: (key, value) => {
          memory.set(key, value);
          return Promise.resolve();
        },
      },
      'ssh-remote+gpu-box',
    );
    const showFailure = (failure: unknown): Promise<void> => {
      done.noted.push(failure);
      return Promise.resolve();
    };
    const following = followHost(
      { remote: host, schedule, remoteName, offered, showFailure },
      { ...flow, remote: follower, loadRunning: () => Promise.resolve({ ...hand, names }) },
    );
    onTestFinished(() => {
      following.dispose();
      schedule.dispose();
    });
  };
  return { ...scene, follower, shown, follow };
}

describe('what is said about the host of a window', () => {
  it('is said again when a setting changes: an e-mail address goes at once', async () => {
    const change = listenToSettings();
    const { host, signInThere, follower, shown, follow } = await createScene();
    signInThere('eve@example.com');
    await host.look();
    follow();
    await expect.poll(() => follower.view?.sentence).toContain('eve@example.com');
    shown.hidePersonalInfo = true;
    change('editor');
    await Promise.resolve();
    expect(follower.view?.sentence).toContain('eve@example.com');
    change('codexAccounts');
    await expect.poll(() => follower.view?.sentence).not.toContain('eve@example.com');
  });
});

describe('a container that begins empty', () => {
  const buttons = ['Use the Account from This Computer', 'Other Ways…', 'Not on This Host'];

  it('is offered the account of this computer, once', async () => {
    const { host, follow, prompts } = await createScene({ remoteName: 'dev-container', answers: ['dismiss'] });
    follow();
    await host.look();
    await expect.poll(() => prompts.shown).toHaveLength(1);
    await host.look();
    expect(prompts.shown).toEqual([
      { kind: 'offer', severity: 'information', text: 'Codex on gpu-box is not signed in yet.', buttons },
    ]);
  });

  it('gets it with one click', async () => {
    const [click] = buttons;
    const { host, follow } = await createScene({ remoteName: 'dev-container', answers: [{ click: click ?? '' }] });
    follow();
    await host.look();
    await expect.poll(() => signInStatusOf(host)).toBe('placed');
  });

  it('is left alone for good when the person says so', async () => {
    const { host, follow, records } = await createScene({
      remoteName: 'dev-container',
      answers: [{ click: 'Not on This Host' }],
    });
    follow();
    await host.look();
    await expect.poll(async () => (await records.read('host-1'))?.choice).toBe('none');
  });
});

describe('a host without the companion', () => {
  it('is offered it once, in whichever window', async () => {
    const { host, follow, there, prompts } = await createScene({ answers: ['dismiss'] });
    there.instead = { kind: 'missing' };
    follow();
    await host.look();
    await expect.poll(() => prompts.shown).toHaveLength(1);
    follow();
    await host.look();
    await host.look();
    expect(prompts.shown).toMatchObject([{ kind: 'offer', buttons: ['Install There', 'On Every Host…'] }]);
  });
});
