import { describe, expect, it } from 'vitest';
import { buildPanelModel } from '../../../../src/ui/panel/panelModel.ts';
import type { PanelSection } from '../../../../src/webview/messages.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';
import { deviceAttempt, idle, options } from './panelScenes.ts';

type Methods = Extract<PanelSection, { kind: 'methods' }>;

function methodsOn(host = options.host): Methods {
  const { sections } = buildPanelModel({ kind: 'signedOut', home: { kind: 'none' } }, idle, { ...options, host });
  const found = sections.find((one): one is Methods => one.kind === 'methods');
  if (found === undefined) {
    throw new Error('There are no ways to sign in.');
  }
  return found;
}

const { intro, advice, cards, sources, more } = methodsOn();

describe('the start page', () => {
  it('says what a ChatGPT sign-in brings and what an API key does not, and promises no plan more than the documents do', () => {
    expect(intro).toBe(
      'A ChatGPT sign-in uses what your plan includes; paid plans have cloud tasks and fast mode. An API key pays per token, has no cloud tasks, and gets fast mode at API priority prices.',
    );
    expect(sources.map(({ link, asOf }) => [link.href, asOf])).toEqual([
      ['https://learn.chatgpt.com/docs/auth', 'as of 2026-08'],
      ['https://learn.chatgpt.com/docs/pricing', 'as of 2026-08'],
      ['https://learn.chatgpt.com/docs/agent-configuration/speed', 'as of 2026-08'],
    ]);
  });

  it('advises on several ChatGPT accounts before the first sign-in, with the way there', () => {
    expect(advice).toMatchObject({
      text: 'With several ChatGPT accounts, open chatgpt.com first and make sure that the right one is active; else the wrong one is picked.',
      link: { text: 'Open chatgpt.com', href: 'https://chatgpt.com/' },
    });
    const { sections } = buildPanelModel({ kind: 'loading' }, deviceAttempt, options);
    expect(JSON.stringify(sections)).toContain(JSON.stringify({ text: advice.text, href: 'https://chatgpt.com/' }));
  });

  it('says of each way what it is for', () => {
    expect(cards.map(({ title, text }) => [title, text])).toEqual([
      [
        'ChatGPT in the browser',
        'A Plus, Pro, Business, Edu or Enterprise subscription and a browser. Free and Go have a plan card for Codex, too.',
      ],
      [
        'ChatGPT with a device code',
        'Plus, Pro, Business, Edu or Enterprise on SSH, remote or headless hosts. No browser is needed there: you type a short code in one on any device. Device codes must be switched on in ChatGPT first.',
      ],
      [
        'API key',
        'For automation, CI, scripts, or paying per token, not by subscription. Billed through your OpenAI Platform account at standard API prices instead of credits. No cloud tasks; fast mode at API priority prices.',
      ],
      [
        'Access token',
        'For trusted, non-interactive local work: scripts, schedulers and private CI runners. ChatGPT workspace access, entitlements and controls without a browser sign-in. For Business and Enterprise workspaces.',
      ],
    ]);
  });

  it('says beside each command of the CLI whether it revokes', () => {
    for (const { commandLine, commandNote } of methodsOn(situationOf(codeServerFacts)).cards) {
      expect(commandNote).toMatch(
        commandLine.includes('--with-')
          ? /replaces the sign-in that Codex has and revokes nothing\.$/u
          : /it revokes the sign-in that Codex has before there is a new one\. Here nothing is revoked\.$/u,
      );
    }
  });

  it('names the documents of each card, where any says something of it', () => {
    for (const card of methodsOn(situationOf(codeServerFacts)).cards) {
      expect(card.sources.length, card.title).toBeGreaterThan(0);
    }
  });

  it('leads to the ways for another host without an account', () => {
    expect(more).toEqual({
      command: 'showOtherHostWays',
      label: 'Ways to Sign In on Another Host…',
      look: 'secondary',
    });
  });
});
