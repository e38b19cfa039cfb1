import { afterEach, describe, expect, it, vi } from 'vitest';
import { AuthError } from '../../../../src/errors/authError.ts';
import type { AnswerDetails, ServerAnswerKind } from '../../../../src/errors/messageIds/server.ts';
import { serverError } from '../../../../src/errors/serverAnswer.ts';
import { buildSentence, type Sentence } from '../../../../src/errors/sentence.ts';
import { offerHelp } from '../../../../src/ui/failure/answerActions.ts';
import { copyCurrentMessage, openCurrentPage } from '../../../../src/ui/failure/currentAnswer.ts';
import { showFailure } from '../../../../src/ui/failure/failure.ts';
import { formatSentence } from '../../../../src/ui/text/errorText.ts';
import { helpPages } from '../../../../src/ui/text/helpPages.ts';
import { serverAnswers } from '../../../../src/ui/text/serverAnswers.ts';
import { detailsWith } from '../../../support/answerDetails.ts';
import { writeSettings } from '../../../support/changeSettings.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount } from '../../../support/records.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const kinds = Object.keys(serverAnswers) as readonly ServerAnswerKind[];
const full = detailsWith({
  status: '403',
  code: 'some_code',
  waitSeconds: '300',
  requestId: 'request-12345678',
  at: '2026-11-21T04:00:00.123Z',
});

function sentenceOf(kind: ServerAnswerKind, details: Partial<AnswerDetails> = full): Sentence {
  return serverError(kind, details).sentence;
}

async function copy(sentence: Sentence, about: Parameters<typeof offerHelp>[2] = {}): Promise<string> {
  const flow = createFakeFlow();
  const { buttons, choose } = offerHelp(sentence, flow, about);
  await choose(buttons.find((button) => button.startsWith('Copy Message')) ?? '');
  return flow.copied[0] ?? '';
}

describe.each(kinds)('the answer %s', (kind) => {
  const { title, happened, next, page, contact, ask } = serverAnswers[kind];

  it('says what happened first, then who can put it right, then what the service said', () => {
    const said = formatSentence(sentenceOf(kind), 'buildbox');
    expect(said.startsWith(happened('buildbox'))).toBe(true);
    expect(said.indexOf(next('buildbox'))).toBeGreaterThan(0);
    expect(said).toMatch(/It asks to be left alone for 5 minutes\. The answer was some_code \(HTTP 403\)\.$/u);
    expect(title()).toMatch(/^[A-Z].*[^.]$/u);
  });

  it('says no more than came with it', () => {
    expect(formatSentence(sentenceOf(kind, {}))).not.toMatch(/HTTP|The answer was|left alone/u);
  });

  it('leads to its page and has a message for whoever can put it right, and for nobody else', async () => {
    const flow = createFakeFlow();
    const { buttons, choose } = offerHelp(sentenceOf(kind), flow);
    expect(buttons).toHaveLength((page === undefined ? 0 : 1) + (ask === undefined ? 0 : 1));
    expect(ask === undefined || contact !== 'you').toBe(true);
    if (page !== undefined) {
      await choose(buttons.at(-1) ?? '');
      expect(flow.opened).toEqual([helpPages[page]]);
    }
  });
});

const asking = kinds.filter((kind) => serverAnswers[kind].ask !== undefined);

describe.each(asking)('the message about %s', (kind) => {
  it('asks, then tells what is seen, with code, status, time and request id', async () => {
    const message = await copy(sentenceOf(kind));
    expect(message.startsWith(serverAnswers[kind].ask?.() ?? '?')).toBe(true);
    for (const part of ['some_code (HTTP 403)', 'Time: 2026-11-21T04:00:00Z', 'Request id: request-12345678']) {
      expect(message).toContain(part);
    }
  });

  it('names the account, unless personal information is hidden', async () => {
    const account = createAccount({
      identity: { email: 'ada@example.com', userId: 'u', workspaceId: 'w', workspaceName: 'Acme', plan: 'business' },
    });
    expect(await copy(sentenceOf(kind), { account })).toContain('ada@example.com');
    writeSettings({ 'codexAccounts.hidePersonalInfo': true });
    const hidden = await copy(sentenceOf(kind), { account });
    expect(hidden).toContain('some_code');
    expect(hidden).not.toMatch(/ada|Acme|Account:/u);
  });

  it.each(['sk-proj-abcdefghijklmnop', 'at-abcdefgh12345678', 'eyJhbGciOi.abc.def', 'a'.repeat(50), 'x](command:y)'])(
    'has no code in it that could be a secret: %s',
    async (code) => {
      const message = await copy(sentenceOf(kind, { status: '401', code }));
      expect(message).toContain('HTTP 401');
      expect(message).not.toContain(code.slice(3));
    },
  );

  it('takes the time of the click where the answer has none', async () => {
    expect(await copy(sentenceOf(kind, {}), { atMs: Date.UTC(2026, 10, 30) })).toContain('Time: 2026-11-30T00:00:00Z');
  });
});

describe('who stands between us and the service', () => {
  it.each([
    [buildSentence('network.botCheck', full), ['Copy Message for Your IT Department']],
    [buildSentence('network.blockPage', { ...full, product: 'Zscaler' }), ['Copy Message for Your IT Department']],
    [buildSentence('token.refusedHere', full), ['Copy Message for Your IT Department']],
    [
      buildSentence('network.unknownIssuer', { host: 'auth.openai.com', issuer: 'Acme Root' }),
      ['Copy Message for Your IT Department'],
    ],
    [buildSentence('deviceCode.refused', full), ['Copy Message for Your Administrator', 'Permissions']],
    [buildSentence('network.offline', { host: 'auth.openai.com' }), []],
  ])('is written to: %j', (sentence, buttons) => {
    expect(offerHelp(sentence, createFakeFlow()).buttons).toEqual(buttons);
  });

  it('gets a message with what is seen', async () => {
    const message = await copy(buildSentence('network.blockPage', { ...full, product: 'Zscaler' }));
    expect(message).toMatch(/^Please let auth\.openai\.com.*\n\nWhat I see.*\nZscaler answered/su);
  });
});

describe('the message about device codes', () => {
  it.each(['deviceCode.notEnabled', 'deviceCode.refused'] as const)(
    'has no code in it that could be a secret, and one that is none: %s',
    async (messageId) => {
      const secret = await copy(buildSentence(messageId, { ...full, code: 'sk-proj-abcdefghijklmnop' }));
      expect(secret).toContain('HTTP 403');
      expect(secret).not.toContain('proj');
      expect(await copy(buildSentence(messageId, full))).toContain('some_code (HTTP 403)');
    },
  );
});

describe('a failure that is an answer of the service', () => {
  it('copies the message with a click on it', async () => {
    const flow = createFakeFlow({ click: 'Copy Message for Your Administrator' });
    await showFailure(serverError('codexOff', full), flow);
    expect([flow.copied.length, flow.ran]).toEqual([1, []]);
  });

  it.each<[ServerAnswerKind, readonly string[]]>([
    ['codexOff', ['Copy Message for Your Administrator', 'Workspace Settings']],
    ['workspaceRefused', ['Sign In…', 'Copy Message for Your Administrator']],
    ['ssoNeeded', ['Sign In…', 'Copy Message for Your Administrator']],
    ['regionRefused', ['Copy Message for Your IT Department', 'Countries Served']],
    ['accountClosed', ['Copy Message for OpenAI', 'Help Center']],
    ['phoneNeeded', ['Sign In…', 'About Phone Numbers', 'Show Log']],
    ['serviceDown', ['Sign In…', 'Status Page', 'Show Log']],
    ['declined', ['Sign In…', 'Show Log']],
  ])('offers for %s what VS Code shows whole: %j', async (kind, buttons) => {
    const flow = createFakeFlow();
    await showFailure(serverError(kind, full), flow);
    expect(flow.prompts.shown[0]?.buttons).toEqual(buttons);
  });

  it('offers another way in beside the message where device codes are switched off', async () => {
    const flow = createFakeFlow();
    const sentence = buildSentence('deviceCode.refused', full);
    await showFailure(new AuthError('askAdmin', sentence, { reason: 'deviceCode' }), flow);
    expect(flow.prompts.shown[0]?.buttons).toEqual(['Sign In with Browser', 'Copy Message for Your Administrator']);
  });

  it('opens the page with a click on it', async () => {
    const flow = createFakeFlow({ click: 'Status Page' });
    await showFailure(serverError('serviceDown', full), flow);
    expect([flow.opened, flow.copied]).toEqual([['https://status.openai.com/'], []]);
  });
});

describe('what the panel offers for the account in use', () => {
  it('copies the message about it, with its time, and opens its page', async () => {
    const account = createAccount();
    const flow = createFakeFlow();
    const sentence = sentenceOf('workspaceRefused', { status: '403', code: 'invalid_workspace_selected' });
    const checkedAtMs = Date.UTC(2026, 10, 21);
    flow.current.state = {
      kind: 'signedIn',
      account,
      home: { kind: 'none' },
      health: { kind: 'offline', sentence, checkedAtMs },
    };
    await copyCurrentMessage(flow);
    expect(flow.copied[0]).toMatch(/invalid_workspace_selected \(HTTP 403\)\.\nTime: 2026-11-21T00:00:00Z/u);
    await openCurrentPage(flow);
    expect(flow.opened).toEqual(['https://chatgpt.com/']);
  });

  it('does nothing once it is gone', async () => {
    const flow = createFakeFlow();
    await copyCurrentMessage(flow);
    await openCurrentPage(flow);
    expect([flow.copied, flow.opened]).toEqual([[], []]);
  });
});
