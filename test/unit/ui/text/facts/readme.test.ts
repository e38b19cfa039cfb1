import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../src/ui/text/facts/fact.ts';
import { cliFacts, methodFacts } from '../../../../../src/ui/text/facts/methodFacts.ts';
import { hostFacts } from '../../../../../src/ui/text/facts/hostFacts.ts';
import { sources } from '../../../../../src/ui/text/facts/sources.ts';
import { storeFacts } from '../../../../../src/ui/text/facts/storeFacts.ts';
import { variableFacts } from '../../../../../src/ui/text/facts/variableFacts.ts';

const readme = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', '..', 'README.md'), 'utf8');
/** As it is read: lines joined, marks of Markdown gone. */
const text = readme.replaceAll(/[`*]/gu, '').replaceAll(/\s+/gu, ' ');
const {
  browserIsFor,
  freeAndGo,
  deviceCodeIsFor,
  apiKeyIsFor,
  apiKeyIsBilled,
  accessTokenIsFor,
  accessTokenBrings,
  chatGptAndKey,
} = methodFacts;

describe('the README', () => {
  const quoted: readonly Fact[] = [
    browserIsFor,
    freeAndGo,
    deviceCodeIsFor,
    apiKeyIsFor,
    apiKeyIsBilled,
    accessTokenIsFor,
    accessTokenBrings,
    chatGptAndKey,
    cliFacts.logoutRevokes,
    ...Object.values(storeFacts).flatMap(({ what, goodFor }) => [what, ...(goodFor === undefined ? [] : [goodFor])]),
  ];

  it.each(quoted.map((fact) => fact.say()))('says it in the words of the facts: %s', (words) => {
    expect(text).toContain(words);
  });

  it('advises on several accounts and on auth.json in the same words', () => {
    expect(text).toContain(methodFacts.severalAccounts.say());
    expect(text).toContain(hostFacts.copyIsPassword.say());
  });

  it.each(['accessToken', 'execKey', 'plainKey', 'workload'] as const)(
    'says what a variable does as the panel does: %s',
    (effect) => {
      expect(text).toContain(`| ${variableFacts[effect]('').say().replace(': ', '')}`);
    },
  );

  it('says beside every form of codex login that replaces a sign-in that it revokes', () => {
    const rows = readme.split('\n').filter((line) => /^\|.*codex login(?! --with-)/u.test(line));
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter((row) => !row.includes('revokes'))).toEqual([]);
    expect(text).toContain('an access token on its own date, too');
  });

  it('names every document with its age, and no other', () => {
    const [, chapter = ''] = readme.split('### What the statements rest on');
    const rows = [...chapter.matchAll(/^\| <(.+)> \| (.+) \|$/gmu)].map(([, address, asOf]) => ({ address, asOf }));
    expect(rows).toEqual(Object.values(sources));
  });

  it('says that nothing secret leaves the machine nowhere, since what a person puts on a host does', () => {
    expect(text).not.toMatch(/nothing secret leaves/iu);
    expect(text).toContain('Your refresh tokens never leave your machine');
  });
});
