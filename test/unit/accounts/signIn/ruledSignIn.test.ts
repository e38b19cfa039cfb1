import { expect, it } from 'vitest';
import { Secret } from '../../../../src/base/secret.ts';
import { observeRules } from '../../../support/codexRules.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { createSignInScene, grace } from './signInScene.ts';

const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
const workspaces = (...value: string[]) =>
  observeRules({ allowedWorkspaces: { key: 'allowed_chatgpt_workspaces', value, source } });

it('a sign-in that a rule is against is not begun: no page, no code, no request', async () => {
  const scene = createSignInScene({ person: grace });
  scene.prescribed.observation = observeRules({
    forcedMethod: { key: 'forced_login_method', value: 'api', source },
  });
  for (const begin of [() => scene.service.withBrowser(), () => scene.service.withDeviceCode()]) {
    await expect(begin()).rejects.toMatchObject({ reason: 'chatgptRuledOut' });
  }
  scene.prescribed.observation = observeRules({
    forcedMethod: { key: 'forced_login_method', value: 'chatgpt', source },
  });
  await expect(scene.service.withApiKey(new Secret('sk-made-up'))).rejects.toMatchObject({ reason: 'keysRuledOut' });
  expect([scene.browser.opened, scene.http.sent]).toEqual([[], []]);
});

it('the sign-in page is asked for the workspaces that may come back', async () => {
  const scene = createSignInScene({ person: grace });
  scene.prescribed.observation = workspaces('workspace-grace', 'b');
  const outcome = scene.service.withBrowser();
  expect(await scene.finish()).toBe('success');
  expect(await outcome).toMatchObject({ kind: 'signedIn' });
  expect(new URL(scene.browser.opened[0] ?? '').searchParams.get('allowed_workspace_id')).toBe('workspace-grace,b');
});

it('what comes back from another workspace is ended, and nothing of it is kept', async () => {
  const scene = createSignInScene({ person: grace });
  scene.prescribed.observation = workspaces('b');
  const outcome = scene.service.withBrowser();
  outcome.catch(() => undefined);
  expect(await scene.finish()).toBe('notSaved');
  await expect(outcome).rejects.toMatchObject({ reason: 'workspaceRuledOut' });
  expect(scene.http.sent.map(({ url }) => new URL(url).pathname)).toEqual(['/oauth/token', '/oauth/revoke']);
  expect([await scene.directory.list(), (await scene.home.read()).kind]).toEqual([[], 'signedOut']);
});

it('what comes back while the rules cannot be read is kept', async () => {
  const scene = createSignInScene({ person: grace });
  const outcome = scene.service.withBrowser();
  await waitUntil(() => scene.service.state.kind === 'browser');
  scene.prescribed.failure = Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
  expect(await scene.finish()).toBe('success');
  expect(await outcome).toMatchObject({ kind: 'signedIn' });
  expect(scene.http.sent.map(({ url }) => new URL(url).pathname)).not.toContain('/oauth/revoke');
  expect(await scene.directory.list()).toHaveLength(1);
});
