import { describe, expect, it } from 'vitest';
import { healthNotices } from '../../../../src/ui/panel/panelNotices.ts';
import { serverError } from '../../../../src/errors/serverAnswer.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createAccount } from './panelScenes.ts';
import { detailsWith } from '../../../support/answerDetails.ts';

describe('the notices of the account in use', () => {
  it('say of a Home that cannot be written what it means for the sign-in, and its fix', () => {
    const health = {
      kind: 'homeNotWritable',
      sentence: buildSentence('home.readOnlyDisk', { path: '/mnt/auth.json' }),
      checkedAtMs: 0,
    } as const;
    const [notice, ...rest] = healthNotices(createAccount('chatgpt').account, health);
    expect(rest).toEqual([]);
    expect(notice?.kind === 'notice' && notice.text).toMatch(
      /not renewed\. The disk of \/mnt\/auth\.json is read-only\. Make it writable/u,
    );
  });

  it.each([
    [undefined, /^You stay signed in\. What stands here is from the last time it answered\.$/u],
    [
      buildSentence('network.botCheck', detailsWith({ status: '403' })),
      /^You stay signed in\. .* answered\. A check for robots stands before the sign-in service/u,
    ],
  ])('say offline what stands in the way, where that is known: %j', (sentence, text) => {
    const health = { kind: 'offline', sentence, checkedAtMs: 0 } as const;
    const [notice] = healthNotices(createAccount('chatgpt').account, health);
    expect(notice?.kind === 'notice' && notice.text).toMatch(text);
  });

  it('say of an answer of the service what happened, who can put it right and where, and that the account stays', () => {
    const { sentence } = serverError('codexOff', { status: '403', code: 'missing_codex_entitlement' });
    const health = { kind: 'offline', sentence, checkedAtMs: 0 } as const;
    expect(healthNotices(createAccount('chatgpt').account, health)).toEqual([
      {
        kind: 'notice',
        id: 'answer',
        tone: 'warning',
        heading: 'Codex is switched off in this workspace',
        text: expect.stringMatching(
          /^Codex is switched off for you.*missing_codex_entitlement \(HTTP 403\)\. The account stays here as it is\.$/u,
        ) as string,
        actions: [
          { command: 'copyHelpMessage', label: 'Copy Message for Your Administrator', look: 'primary' },
          { command: 'openHelpPage', label: 'Workspace Settings', look: 'secondary' },
        ],
      },
    ]);
  });

  it('are none where nothing is wrong', () => {
    expect(healthNotices(createAccount('chatgpt').account, { kind: 'good', checkedAtMs: 0 })).toEqual([]);
  });
});
