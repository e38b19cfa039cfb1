import { describe, expect, it } from 'vitest';
import {
  giveOwn,
  offerCompanion,
  removeFromHost,
  renewOnHost,
  requireHost,
  useAccountOnHost,
} from '../../../../src/ui/hosts/hostActions.ts';
import type { HostAtHand } from '../../../../src/ui/hosts/hostActions.ts';
import { signInStatusOf } from '../../hosts/remote/remoteHostScene.ts';
import { createHostFlow } from './hostFlowScene.ts';

type Scene = Awaited<ReturnType<typeof createHostFlow>>;

async function atHand({ flow }: Scene): Promise<HostAtHand> {
  const host = await requireHost(flow);
  if (host === undefined) {
    throw new TypeError('The host did not answer.');
  }
  return host;
}

describe('a command about the host of a window', () => {
  it('says in a local window that there is no other host', async () => {
    const { flow, window, prompts } = await createHostFlow();
    window.remote = undefined;
    expect(await requireHost(flow)).toBeUndefined();
    expect(prompts.shown).toEqual([
      {
        kind: 'tell',
        severity: 'information',
        text: expect.stringContaining('not connected to another host') as string,
      },
    ]);
  });

  it('says beside the folder that the Codex there is reached directly', async () => {
    const { flow, window, prompts } = await createHostFlow();
    window.remote = undefined;
    await requireHost({ ...flow, host: { side: 'workspace', remoteName: 'ssh-remote' } });
    expect(prompts.texts).toEqual([expect.stringContaining('use “Sign In” and “Switch Account”')]);
  });

  it('offers to install the companion where none answers, and copies the lines for every host', async () => {
    const { flow, there, prompts, done } = await createHostFlow({ click: 'On Every Host…' }, { row: 'Every SSH Host' });
    there.instead = { kind: 'missing' };
    expect(await requireHost(flow)).toBeUndefined();
    expect(prompts.shown.slice(0, 2)).toMatchObject([
      { kind: 'offer', severity: 'warning', buttons: ['Install There', 'On Every Host…'] },
      { kind: 'pick', text: 'Install Codex Accounts Host by Itself' },
    ]);
    expect(done.copied).toEqual(['"remote.SSH.defaultExtensions": ["codex-accounts.codex-accounts-host"]']);
    expect(prompts.texts.at(-1)).toBe('Copied. Paste it where it belongs.');
  });

  it('only tells where installing would not help', async () => {
    const { flow, prompts } = await createHostFlow();
    await offerCompanion({ kind: 'newer', version: '9.0.0' }, flow);
    expect(prompts.shown).toMatchObject([{ kind: 'tell', severity: 'warning' }]);
  });
});

describe('the one click that gives the host an account', () => {
  it('lends the account in use, which the companion then says there', async () => {
    const { flow, host, prompts } = await createHostFlow();
    await useAccountOnHost(flow);
    expect([signInStatusOf(host), prompts.texts]).toEqual(['placed', ['Codex on gpu-box…']]);
  });

  it('lends again what stood there before, whoever is in use by now', async () => {
    const scene = await createHostFlow();
    const { flow, there, window, records, account, lendBefore } = scene;
    await lendBefore();
    there.text = undefined;
    there.placement = undefined;
    window.state = { kind: 'signedOut', home: { kind: 'none' } };
    await useAccountOnHost(flow);
    expect((await records.read('host-1'))?.placed?.accountId).toBe(account.id);
  });

  it('says which rule of the host is against it, and where that stands', async () => {
    const scene = await createHostFlow();
    const { flow, there, prompts, own } = scene;
    const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
    there.rules = { kind: 'rules', allowedMethods: { key: 'allowed_login_methods', value: ['api'], source } };
    await useAccountOnHost(flow);
    await giveOwn(await atHand(scene));
    const said = prompts.shown.filter(({ kind }) => kind === 'tell').map(({ text }) => text);
    expect(said).toEqual(
      Array<unknown>(2).fill(
        expect.stringMatching(
          /^Nothing was put on gpu-box, for the rules there\. .+ is against a sign-in rule of Codex: allowed_login_methods = \["api"\] in \/etc\/codex\/requirements\.toml\./u,
        ),
      ),
    );
    expect([there.puts, own.requests]).toEqual([[], []]);
  });

  it('leads to the sign-in where there is no account', async () => {
    const { flow, window, done, there } = await createHostFlow();
    window.state = { kind: 'signedOut', home: { kind: 'none' } };
    await useAccountOnHost(flow);
    expect([done.commands, there.puts]).toEqual([['signIn'], []]);
  });

  it('passes over in a moment that the person said no over there', async () => {
    const scene = await createHostFlow();
    const { flow, there, prompts } = scene;
    there.put = () => Promise.resolve({ kind: 'refused', refusal: { code: 'declined' } });
    await useAccountOnHost(flow);
    expect(prompts.shown.at(-1)).toEqual({ kind: 'flash', text: 'Nothing was changed on gpu-box.' });
  });

  it('says why nothing could be put there', async () => {
    const { flow, there, prompts } = await createHostFlow();
    there.put = () => Promise.resolve({ kind: 'refused', refusal: { code: 'untrusted' } });
    await useAccountOnHost(flow);
    expect(prompts.shown.at(-1)).toMatchObject({
      kind: 'tell',
      severity: 'warning',
      text: expect.stringContaining('is not trusted') as string,
    });
  });
});

describe('a sign-in of its own for the host', () => {
  it('is handed over, and stands there', async () => {
    const scene = await createHostFlow({ row: 'Browser' });
    await giveOwn(await atHand(scene), 'own');
    expect(scene.own.requests.map(({ method, hostName }) => [method, hostName])).toEqual([['browser', 'gpu-box']]);
    expect((await scene.records.read('host-1'))?.placed).toMatchObject({ binding: 'own', label: 'eve' });
    expect(scene.own.discards).toBe(0);
  });

  it('is not made when no way to sign in was chosen', async () => {
    const scene = await createHostFlow('dismiss');
    await giveOwn(await atHand(scene));
    expect([scene.own.requests, scene.there.puts]).toEqual([[], []]);
  });

  it('is ended when it does not reach the host', async () => {
    const scene = await createHostFlow({ row: 'Device Code' });
    const host = await atHand(scene);
    scene.there.instead = { kind: 'unintelligible' };
    await giveOwn(host);
    expect([scene.own.discards, scene.prompts.texts.at(-1)]).toEqual([
      1,
      expect.stringContaining('gave no answer that makes sense'),
    ]);
  });
});

describe('renewing the lease by hand', () => {
  it('says until when it is good', async () => {
    const { flow, prompts, lendBefore } = await createHostFlow();
    await lendBefore();
    await renewOnHost(flow);
    expect(prompts.shown.at(-1)).toMatchObject({
      kind: 'flash',
      text: expect.stringMatching(/^The lease on gpu-box is renewed, good until .+\.$/u) as string,
    });
  });

  it('says that there was nothing to renew', async () => {
    const { flow, prompts } = await createHostFlow();
    await renewOnHost(flow);
    expect(prompts.shown.at(-1)).toMatchObject({
      kind: 'tell',
      severity: 'warning',
      text: expect.stringContaining('There was nothing to renew on gpu-box') as string,
    });
  });

  it('says that the account of the lease is no longer here', async () => {
    const { flow, prompts, directory, account, lendBefore } = await createHostFlow();
    await lendBefore();
    await directory.forget(account);
    await renewOnHost(flow);
    expect(prompts.texts.at(-1)).toContain('The account of the lease on gpu-box is no longer on this computer');
  });
});

describe('removing what was put there', () => {
  it('takes a lease away without a further word', async () => {
    const scene = await createHostFlow();
    await scene.lendBefore();
    await removeFromHost(await atHand(scene));
    expect([signInStatusOf(scene.host), scene.prompts.texts]).toEqual(['empty', ['Codex on gpu-box…']]);
  });

  it('points to where an own sign-in is revoked, which lives on', async () => {
    const scene = await createHostFlow({ row: 'Browser' }, { click: 'See Where I Am Signed In' });
    await giveOwn(await atHand(scene));
    await removeFromHost(await atHand(scene));
    expect(scene.prompts.texts.at(-1)).toContain('still exists on the server until you revoke it');
    expect(scene.browser.opened).toEqual(['https://chatgpt.com/#settings/Security']);
  });
});
