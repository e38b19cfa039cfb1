import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { viewStatus, type StatusOptions } from '../../../../src/ui/status/statusView.ts';
import { serverError } from '../../../../src/errors/serverAnswer.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { createAccount, idle, signedIn } from '../panel/panelScenes.ts';

const { account } = createAccount('chatgpt');

const silent = { sentences: [], short: undefined };

function view(state: AccountState, remote?: StatusOptions['remote'], running: StatusOptions['running'] = silent) {
  return viewStatus(state, idle, {
    show: 'label',
    hidePersonalInfo: false,
    expected: undefined,
    remote,
    running,
    payer: undefined,
    usage: undefined,
  });
}

describe('the status bar', () => {
  it('says in its tooltip what Codex on the other host of this window uses', () => {
    const remote = {
      name: 'gpu-box',
      sentence: 'Codex on gpu-box uses another account than the one bound.',
      running: [],
      runningShort: undefined,
    };
    const state = { kind: 'signedIn', account, home: { kind: 'ours', account }, health: undefined } as const;
    expect(view(state, remote).tooltip.at(-1)).toBe(remote.sentence);
    expect(view({ kind: 'signedOut', home: { kind: 'none' } }, remote).tooltip.at(-1)).toBe(remote.sentence);
    expect(view(state).tooltip).not.toContain(remote.sentence);
  });

  it.each([
    [serverError('codexOff', {}).sentence, '$(warning)', 'refused by the service', 'The service refused at'],
    [serverError('serviceDown', {}).sentence, '$(debug-disconnect)', 'offline', 'Offline, last tried at'],
    [buildSentence('network.offline', { host: 'x' }), '$(debug-disconnect)', 'offline', 'Offline, last tried at'],
  ])(
    'tells a service that refuses from one that is not reached, and signs nobody out: %j',
    (sentence, icon, label, word) => {
      const health = { kind: 'offline', sentence, checkedAtMs: 0 } as const;
      const shown = view({ kind: 'signedIn', account, home: { kind: 'ours', account }, health });
      expect(shown.text.startsWith(icon)).toBe(true);
      expect(shown.accessibleLabel).toContain(label);
      expect(shown.tooltip.join('\n')).toContain(word);
    },
  );

  it('shows a plan where there is one, and the kind of what has none', () => {
    const shown = (kind: 'chatgpt' | 'apiKey' | 'accessToken', plan: string | undefined): string => {
      const one = createAccount(kind, { plan }).account;
      const state = {
        kind: 'signedIn',
        account: one,
        home: { kind: 'ours', account: one },
        health: undefined,
      } as const;
      return viewStatus(state, idle, {
        show: 'plan',
        hidePersonalInfo: false,
        expected: undefined,
        remote: undefined,
        running: silent,
        payer: undefined,
        usage: undefined,
      }).text;
    };
    expect([shown('chatgpt', 'plus'), shown('chatgpt', undefined)]).toEqual([
      '$(account) Plus',
      '$(account) Plan unknown',
    ]);
    expect([shown('apiKey', undefined), shown('accessToken', undefined), shown('accessToken', 'business')]).toEqual([
      '$(key) API key',
      '$(key) Access token',
      '$(key) Business',
    ]);
  });

  it.each([
    [{ kind: 'offline', checkedAtMs: 0 }, '$(debug-disconnect)', 'offline', 'Offline, last tried at'],
    [
      {
        kind: 'misconfigured',
        checkedAtMs: 0,
        sentence: buildSentence('provider.azure.deploymentUnsupported', { deployment: 'x' }),
      },
      '$(warning)',
      'not usable as it is set up',
      'Not usable as it is set up, seen at',
    ],
    [{ kind: 'notAsked', checkedAtMs: 0 }, '$(account)', 'signed in', undefined],
  ] as const)('tells what the last look came to: %o', (health, icon, aloud, line) => {
    const shown = view({ kind: 'signedIn', account, home: { kind: 'ours', account }, health });
    expect([shown.text, shown.accessibleLabel]).toEqual([`${icon} Work`, expect.stringContaining(`, ${aloud}.`)]);
    expect(shown.tooltip.some((each) => line !== undefined && each.startsWith(line))).toBe(line !== undefined);
  });

  it('cuts a long name in the bar, and has all of it in the tooltip', () => {
    const long = { ...account, label: 'Research and Development of Harbour Works' };
    const shown = view({ kind: 'signedIn', account: long, home: { kind: 'ours', account: long }, health: undefined });
    expect([shown.text, shown.tooltip[0]]).toEqual(['$(account) Research and Development of H…', long.label]);
  });

  it('says in a few words what runs on another account, of this computer before the other host', () => {
    const state = { kind: 'signedIn', account, home: { kind: 'ours', account }, health: undefined } as const;
    const running = ['Codex in your terminals on gpu-box still uses Ada.'];
    const remote = {
      name: 'gpu-box',
      sentence: `Codex on gpu-box uses a lease. ${running.join('')}`,
      running,
      runningShort: 'terminals on gpu-box: Ada',
    };
    const there = view(state, remote);
    expect([there.text, there.tooltip.at(-1)]).toEqual([
      '$(account) Work · terminals on gpu-box: Ada',
      remote.sentence,
    ]);
    expect(there.accessibleLabel).toContain(running[0]);
    const both = view(state, remote, {
      sentences: ['Codex in your terminals still uses Eve.'],
      short: 'terminals: Eve',
    });
    expect([both.text, both.tooltip.at(-1)]).toEqual([
      '$(account) Work · terminals: Eve',
      'Codex in your terminals still uses Eve.',
    ]);
    expect(view(state, { ...remote, running: [], runningShort: undefined }).text, 'it goes away by itself').toBe(
      '$(account) Work',
    );
  });

  it('names it, too, where the folder expects another account than the one in use', () => {
    const state = { kind: 'signedIn', account, home: { kind: 'ours', account }, health: undefined } as const;
    const expected = { accountId: 'other', label: 'Private' };
    const running = { sentences: ['Codex in your terminals still uses Ada.'], short: 'terminals: Ada' };
    const shown = viewStatus(state, idle, {
      show: 'label',
      hidePersonalInfo: false,
      expected,
      remote: undefined,
      running,
      payer: undefined,
      usage: undefined,
    });
    expect([shown.text, shown.tone, shown.tooltip.at(-1)]).toEqual([
      '$(warning) Work ≠ Private · terminals: Ada',
      'warning',
      running.sentences[0],
    ]);
    expect(shown.accessibleLabel).toContain(running.sentences[0]);
    const sentence = 'Codex on gpu-box uses a lease. Codex in your terminals on gpu-box still uses Ada.';
    const remote = { name: 'gpu-box', sentence, running: [sentence], runningShort: 'terminals on gpu-box: Ada' };
    const there = viewStatus(state, idle, {
      show: 'icon',
      hidePersonalInfo: false,
      expected,
      remote,
      running: silent,
      payer: undefined,
      usage: undefined,
    });
    expect([there.text, there.tooltip.at(-1)]).toEqual(['$(warning) Work ≠ Private $(alert)', sentence]);
    const nameless = viewStatus(state, idle, {
      show: 'label',
      hidePersonalInfo: false,
      expected: { accountId: 'other', label: undefined },
      remote: undefined,
      running: silent,
      payer: undefined,
      usage: undefined,
    });
    expect([nameless.text, nameless.tooltip[0]]).toEqual([
      '$(warning) Work ≠ …',
      'This folder expects …, but Work is in use. Click to switch.',
    ]);
  });

  it('says who pays in its tooltip, and where a key is billed in the bar', () => {
    const state = { kind: 'signedIn', account, home: { kind: 'ours', account }, health: undefined } as const;
    const look = (show: StatusOptions['show'], short: string | undefined) =>
      viewStatus(state, idle, {
        show,
        hidePersonalInfo: false,
        expected: undefined,
        remote: undefined,
        running: { sentences: ['Codex in your terminals still uses Ada.'], short: 'terminals: Ada' },
        usage: undefined,
        payer: {
          short,
          billedBy: short === undefined ? undefined : 'azure',
          sentences: ['Who pays for Codex here: An Azure subscription.'],
        },
      });
    const said = ['Who pays for Codex here: An Azure subscription.', 'Codex in your terminals still uses Ada.'];
    expect(look('label', 'Azure bills')).toMatchObject({
      text: '$(account) Work · Azure bills · terminals: Ada',
      accessibleLabel: expect.stringContaining(said.join(' ')) as string,
    });
    expect(look('icon', 'Azure bills').text).toBe('$(account) $(credit-card) $(alert)');
    const plan = look('label', undefined);
    expect([plan.text, plan.tooltip.slice(-2)]).toEqual(['$(account) Work · terminals: Ada', said]);
    expect(plan.accessibleLabel).not.toContain(said[0]);
  });

  it.each([
    ['azure', 'Azure (acme)', 'azure', 'Azure bills', '$(server-environment) Azure (acme)'],
    ['azure', 'Work', 'azure', 'Azure bills', '$(server-environment) Work · Azure bills'],
    [
      'azure',
      'Azure (acme)',
      undefined,
      'codex exec: API key',
      '$(server-environment) Azure (acme) · codex exec: API key',
    ],
    ['bedrock', 'Bedrock (eu-central-1)', 'aws', 'AWS bills', '$(server-environment) Bedrock (eu-central-1)'],
    ['apiKey', 'Azure of old', 'platformKey', 'API key pays', '$(key) Azure of old · API key pays'],
  ] as const)('says once who bills: %s, called %s', (kind, label, billedBy, short, text) => {
    const one = { ...account, label, credential: createCredential(kind) };
    const shown = viewStatus({ kind: 'signedIn', account: one, home: { kind: 'none' }, health: undefined }, idle, {
      show: 'label',
      hidePersonalInfo: false,
      expected: undefined,
      remote: undefined,
      running: silent,
      payer: { short, billedBy, sentences: ['Who pays for Codex here: somebody.'] },
      usage: undefined,
    });
    expect([shown.text, shown.tooltip.at(-1)]).toEqual([text, 'Who pays for Codex here: somebody.']);
  });

  it('says that a sign-in is not renewed where its Codex home cannot be written', () => {
    const health = {
      kind: 'homeNotWritable',
      sentence: buildSentence('home.readOnlyDisk', { path: '/mnt/auth.json' }),
      checkedAtMs: 0,
    } as const;
    expect(view({ kind: 'signedIn', account, home: { kind: 'ours', account }, health }).tooltip).toContain(
      'Not renewed here: its Codex home cannot be written',
    );
  });

  it('says who keeps the account, and that one sign-in here brings it back', () => {
    const drawn = view({ kind: 'keptElsewhere', product: 'Cursor $(bug)', account });
    expect([drawn.text, drawn.tone]).toEqual(['$(warning) Work: kept by Cursor \\$(bug)', 'warning']);
    expect(drawn.tooltip.join()).toMatch(/kept by Cursor .*Sign in here/u);
    expect(drawn.accessibleLabel).not.toContain('$(warning)');
  });

  it.each([
    ['asking', 'keychain', /is being asked who is signed in/u],
    ['codexMissing', 'keychain', /not known: its keychain is not read, and no codex program/u],
    ['codexMissing', 'encrypted', /not known: its encrypted store is not read, and no codex program/u],
    ['noAnswer', 'keychain', /not known: its keychain is not read, and .* gave no answer/u],
    ['noAnswer', 'encrypted', /not known: its encrypted store is not read, and .* gave no answer/u],
  ] as const)('says as a state, not a failure, what only the CLI could tell: %s, %s', (reason, store, words) => {
    const home = { kind: 'untold', reason, store } as const;
    const signedOut = view({ kind: 'signedOut', home });
    const signedIn = view({ kind: 'signedIn', account, home, health: undefined });
    expect([signedOut.tone, signedIn.tone]).toEqual(['plain', 'plain']);
    expect(signedOut.tooltip.join()).toMatch(words);
    expect(signedIn.tooltip.join()).toMatch(words);
  });

  it.each([
    ['revoked', /ended on the server/u],
    ['workspaceClosed', /no longer opens the workspace/u],
    ['notRenewable', /without the token that renews it/u],
  ] as const)('says why an account needs a new sign-in: %s', (reason, words) => {
    const drawn = view({ kind: 'needsSignIn', reason, account });
    expect(drawn.text).toBe('$(warning) Work: sign in again');
    expect(drawn.tooltip.join()).toMatch(words);
  });

  it('names a Codex that uses another account behind the one in use, for eyes, pointer and screen reader', () => {
    const running = { sentences: ['Codex in your terminals still uses Ada.'], short: 'terminals: $(x) Ada' };
    const state = { kind: 'signedIn', account, home: { kind: 'ours', account }, health: undefined } as const;
    const shown = view(state, undefined, running);
    expect(shown.text).toContain(' · terminals: \\$(x) Ada');
    expect(shown.tooltip.at(-1)).toBe(running.sentences[0]);
    expect(shown.accessibleLabel).toContain(running.sentences[0]);
    expect(view(state).text).not.toContain('terminals');
  });
});

describe('what the tooltip says that an account has', () => {
  const linesOf = (kind: 'chatgpt' | 'apiKey' | 'accessToken', plan?: string): readonly string[] =>
    view(signedIn(createAccount(kind, { plan }).account)).tooltip.filter((line) =>
      /^(?:Has|In another form|Lacks|Not documented for it): /u.test(line),
    );

  it.each([
    [
      'a key',
      linesOf('apiKey'),
      [
        'Has: Codex on your computer, Pay per token, Predictable cost, Scripts and CI',
        'In another form: fast mode at API priority prices; models as the key or workspace has them',
        'Lacks: Cloud tasks',
      ],
    ],
    [
      'a company’s plan',
      linesOf('chatgpt', 'business'),
      [
        'Has: Codex on your computer, Cloud tasks, Fast mode, Newest models on day one, Predictable cost',
        'In another form: credits priced by tokens where the plan is flexible; scripts and CI on private runners',
      ],
    ],
    [
      'a free plan',
      linesOf('chatgpt', 'free'),
      [
        'Has: Codex on your computer',
        'Not documented for it: Cloud tasks, Fast mode, Newest models on day one, Pay per token, Predictable cost, Scripts and CI',
      ],
    ],
    [
      'an access token',
      linesOf('accessToken', 'business'),
      [
        'Has: Scripts and CI',
        'In another form: the Codex CLI and app-server; models as the key or workspace has them',
        'Not documented for it: Cloud tasks, Fast mode, Pay per token, Predictable cost',
      ],
    ],
  ])('is never what is there in another form: %s', (_name, lines, expected) => {
    expect(lines).toEqual(expected);
  });
});

it('names the folder that is in the way of our records, and says that Codex is signed in all the same', () => {
  const sentence = buildSentence('folder.isFile', { path: '/home/ada/.local/state/codex-accounts/homes' });
  const found = { kind: 'apiKey', identity: unknownIdentity } as const;
  const drawn = view({ kind: 'unreadable', sentence, home: { kind: 'foreign', found } });
  expect([drawn.tone, drawn.tooltip]).toEqual([
    'warning',
    [
      expect.stringContaining('/home/ada/.local/state/codex-accounts/homes'),
      'The Codex CLI on this computer is signed in.',
    ],
  ]);
  expect(view({ kind: 'unreadable', sentence, home: { kind: 'none' } }).tooltip).toHaveLength(1);
});

describe('the usage in the status bar', () => {
  const usage = { lines: ['5-hour window: 72% left.'], short: '5h 72% · wk 41%' };
  const shown = (show: StatusOptions['show'], one: StatusOptions['usage']) =>
    viewStatus(signedIn(account), idle, {
      show,
      hidePersonalInfo: false,
      expected: undefined,
      remote: undefined,
      running: silent,
      payer: undefined,
      usage: one,
    });

  it('stands in the tooltip, and in the bar where that is wanted and known', () => {
    expect(shown('label', usage).tooltip).toContain('5-hour window: 72% left.');
    expect([shown('label', usage).text, shown('usage', usage).text]).toEqual([
      '$(account) Work',
      '$(account) 5h 72% · wk 41%',
    ]);
    expect(shown('usage', usage).accessibleLabel).toContain(
      'signed in. Opens the account menu. 5-hour window: 72% left.',
    );
    expect(shown('usage', { lines: [], short: undefined }).text).toBe('$(account) Work');
    expect(shown('usage', undefined).text).toBe('$(account) Work');
  });
});
