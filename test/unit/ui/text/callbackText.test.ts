import { describe, expect, it } from 'vitest';
import { pagePaths } from '../../../../src/accounts/signIn/callbackReplies.ts';
import { renderCallbackPages } from '../../../../src/platform/network/callbackPages.ts';
import { buildCallbackWords } from '../../../../src/ui/text/callbackText.ts';
import { helpPages } from '../../../../src/ui/text/helpPages.ts';
import { serverAnswers } from '../../../../src/ui/text/serverAnswers.ts';
import type { ServerAnswerKind } from '../../../../src/errors/messageIds/server.ts';

const words = buildCallbackWords();
const html = renderCallbackPages(words);
const kinds = Object.keys(serverAnswers) as readonly ServerAnswerKind[];

describe('the browser’s page for an answer of the service', () => {
  it.each(kinds)('has an address of its own, its words, and one link where there is a page: %s', (kind) => {
    expect(new Set(Object.values(pagePaths)).size).toBe(Object.keys(pagePaths).length);
    const { title, text, link } = words.pages[kind];
    expect(title).toBe(serverAnswers[kind].title());
    expect(text).toContain(serverAnswers[kind].next('this computer'));
    const { page } = serverAnswers[kind];
    expect(link?.address).toBe(page === undefined ? undefined : helpPages[page]);
    expect([...html[kind].matchAll(/ href="(?<to>[^"]*)"/gu)].map((match) => match.groups?.['to'])).toEqual(
      link === undefined ? [] : [link.address],
    );
  });

  it('runs nothing and loads nothing', () => {
    for (const page of Object.values(html)) {
      expect(page).not.toMatch(/<script|<img|<iframe| on\w+=|javascript:/iu);
    }
  });
});
