import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followRunning, type FollowRunning } from '../../../src/composition/followRunning.ts';
import { RunningState } from '../../../src/ui/shell/runningState.ts';
import { describeElsewhere, describeShortly } from '../../../src/ui/text/runningText.ts';
import { Disposables } from '../../../src/base/disposables.ts';
import { Emitter } from '../../../src/base/emitter.ts';
import { listenToSettings } from '../../support/changeSettings.ts';
import { ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { createRunning } from '../hosts/remote/remoteHostScene.ts';

const ada = {
  kind: 'chatgpt',
  email: 'ada@example.com',
  plan: undefined,
  userId: 'user-ada',
  workspaceId: 'w',
  workspaceName: undefined,
} as const;

describe('what is said about a running Codex', () => {
  it('is said again when a setting changes: an e-mail address goes at once', async () => {
    const change = listenToSettings();
    const home = mkdtempSync(join(tmpdir(), 'ca-follow-'));
    const scope = new Disposables();
    onTestFinished(() => {
      scope.dispose();
      rmSync(home, { recursive: true });
    });
    const running = new RunningState();
    let hidePersonalInfo = false;
    const hand: Awaited<ReturnType<FollowRunning['loadRunning']>> = {
      prompts: new ScriptedPrompts(),
      mode: () => 'ask',
      nextAccount: () => Promise.resolve(undefined),
      restart: undefined,
      offered: new Set(),
      note: () => undefined,
      hasHomeChanged: () => Promise.resolve(false),
      service: {
        look: () => Promise.resolve([createRunning({ used: { kind: 'other', who: ada } })]),
        bringAlong: () => Promise.reject(new Error()),
        bringAlongNow: () => Promise.reject(new Error()),
      },
      names: () => Promise.resolve({ hidePersonalInfo, findLabel: () => undefined, host: undefined }),
      show: (found, names) => {
        running.show({ sentences: describeElsewhere(found, names), short: describeShortly(found, names), pids: [] });
      },
    };
    const shown = { running, loadRunning: () => Promise.resolve(hand), log: { unawaited: () => undefined } };
    followRunning(scope, shown, { home, onDidChangeHome: new Emitter<void>().event });
    await expect.poll(() => running.short).toBe('terminals: ada@example.com');
    hidePersonalInfo = true;
    change('codexAccounts');
    expect(running.short, 'before anything is asked').toBeUndefined();
    await expect.poll(() => running.short).toBe('terminals: (e-mail hidden)');
  });
});
