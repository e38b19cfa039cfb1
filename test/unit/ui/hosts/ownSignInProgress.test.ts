import { describe, expect, it } from 'vitest';
import type { OwnSignInOutcome, OwnSignInRequest } from '../../../../src/accounts/signIn/ownSignIn.ts';
import { isCancelled } from '../../../../src/errors/authError.ts';
import { showOwnSignIn } from '../../../../src/ui/hosts/ownSignInProgress.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createHostFlow } from './hostFlowScene.ts';

const waiting = {
  link: new Secret('https://auth.example.com/authorize?state=s'),
  port: 1455,
  deadlineMs: 0,
  reach: 'direct',
  isPasteOffered: false,
  paste: { validate: () => undefined, submit: () => undefined },
} as const;

describe('a sign-in for another host', () => {
  it('says where to finish it, and copies its link for another browser once it is asked for', async () => {
    const { flow, own, prompts, done } = await createHostFlow({ row: 'Browser' }, { click: 'Copy Sign-In Link' });
    const run = (request: OwnSignInRequest): Promise<OwnSignInOutcome> => {
      request.onWaiting({ kind: 'browser', waiting });
      request.onWaiting({ kind: 'browser', waiting });
      return own.run(request);
    };
    const hosts = await flow.loadHosts();
    const loadHosts = () => Promise.resolve({ ...hosts, loadOwnSignIn: () => Promise.resolve({ run }) });
    expect((await showOwnSignIn('gpu-box', { ...flow, loadHosts }))?.kind).toBe('ready');
    expect(prompts.texts).toEqual([
      'A Sign-In for gpu-box',
      'Signing in for gpu-box',
      'Finish signing in in your browser.',
      'No browser? Copy the link and open it in any browser on this computer.',
      'Finish signing in in your browser.',
    ]);
    expect(done.copied).toEqual(['https://auth.example.com/authorize?state=s']);
  });

  it('goes on with a device code where the browser is taken', async () => {
    const { flow } = await createHostFlow({ row: 'Browser' });
    const methods: string[] = [];
    const run = ({ method }: OwnSignInRequest): Promise<OwnSignInOutcome> => {
      methods.push(method);
      return Promise.resolve(
        method === 'browser' ? { kind: 'useInstead', method: 'deviceCode' } : { kind: 'discarded' },
      );
    };
    const hosts = await flow.loadHosts();
    const loadHosts = () => Promise.resolve({ ...hosts, loadOwnSignIn: () => Promise.resolve({ run }) });
    expect(await showOwnSignIn('gpu-box', { ...flow, loadHosts })).toEqual({ kind: 'discarded' });
    expect(methods).toEqual(['browser', 'deviceCode']);
  });

  it('ends with a Cancel of its notification', async () => {
    const { flow, own } = await createHostFlow({ row: 'Browser' }, 'cancel');
    await showOwnSignIn('gpu-box', flow);
    expect(own.requests.map(({ signal }) => isCancelled(signal.reason))).toEqual([true]);
  });
});
