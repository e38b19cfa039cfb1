import { describe, expect, expectTypeOf, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import type { HomePlace } from '../../../../src/home/store/decidedCredential.ts';
import { callbackPorts } from '../../../../src/protocol/oauth/issuer.ts';
import { buildPanelModel } from '../../../../src/ui/panel/panelModel.ts';
import type { PanelOptions } from '../../../../src/ui/panel/panelView.ts';
import { describeHomePlace } from '../../../../src/ui/shell/storagePlaces.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import {
  parseToPanel,
  type PanelCommand,
  type PanelModel,
  type PanelSection,
} from '../../../../src/webview/messages.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';
import { browserAttempt, createAccount, createMarker, deviceAttempt, idle, options, signedIn } from './panelScenes.ts';
import { accountIdOf, grantIdOf } from '../../../support/records.ts';

const chatgpt = createAccount('chatgpt');
const key = createAccount('apiKey');
const token = createAccount('accessToken', { plan: 'business', workspaceName: 'Engines' });
const link = createMarker();
const readOnly = buildSentence('home.readOnlyDisk', { path: '/mnt/codex/auth.json' });
const foreign = {
  kind: 'foreign',
  found: { kind: 'chatgpt', identity: { ...chatgpt.account.identity, email: 'eve@example.com' } },
} as const;

const scenes: Readonly<Record<string, readonly [AccountState, AttemptState]>> = {
  loading: [{ kind: 'loading' }, idle],
  untold: [{ kind: 'signedOut', home: { kind: 'untold', reason: 'codexMissing', store: 'keychain' } }, idle],
  homeUntold: [
    { ...signedIn(chatgpt.account), home: { kind: 'untold', reason: 'noAnswer', store: 'encrypted' } },
    idle,
  ],
  signedOut: [{ kind: 'signedOut', home: { kind: 'none' } }, idle],
  found: [{ kind: 'signedOut', home: foreign }, idle],
  foundOther: [{ kind: 'signedOut', home: { kind: 'foreign', found: { ...foreign.found, kind: 'other' } } }, idle],
  chatgpt: [signedIn(chatgpt.account), idle],
  apiKey: [signedIn(key.account), idle],
  accessToken: [signedIn(token.account), idle],
  offline: [{ ...signedIn(chatgpt.account), health: { kind: 'offline', checkedAtMs: 900_000 } }, idle],
  homeNotWritable: [
    { ...signedIn(chatgpt.account), health: { kind: 'homeNotWritable', sentence: readOnly, checkedAtMs: 900_000 } },
    idle,
  ],
  homeForeign: [{ ...signedIn(chatgpt.account), home: foreign }, idle],
  needsSignIn: [{ kind: 'needsSignIn', reason: 'refused', account: chatgpt.account }, idle],
  workspaceClosed: [{ kind: 'needsSignIn', reason: 'workspaceClosed', account: chatgpt.account }, idle],
  keptElsewhere: [{ kind: 'keptElsewhere', product: 'Cursor', account: chatgpt.account }, idle],
  secretsLost: [{ kind: 'secretsLost', id: accountIdOf('x'), accountKind: 'chatgpt', grantId: grantIdOf('g') }, idle],
  unreadable: [
    { kind: 'unreadable', home: foreign, sentence: buildSentence('folder.isFile', { path: '/state/homes' }) },
    idle,
  ],
  starting: [signedIn(chatgpt.account), { kind: 'starting', method: 'browser' }],
  browser: [signedIn(chatgpt.account), browserAttempt(link)],
  browserStuck: [signedIn(chatgpt.account), browserAttempt(link, true)],
  deviceCode: [signedIn(chatgpt.account), deviceAttempt],
  finishing: [signedIn(chatgpt.account), { kind: 'finishing', method: 'deviceCode' }],
};

function model(name: string): PanelModel {
  const [state, attempt] = scenes[name] ?? [{ kind: 'loading' }, idle];
  return buildPanelModel(state, attempt, options);
}

function section<K extends PanelSection['kind']>(
  of: PanelModel,
  kind: K,
  id?: string,
): Extract<PanelSection, { kind: K }> {
  const found = of.sections.find(
    (one): one is Extract<PanelSection, { kind: K }> => one.kind === kind && (id ?? one.id) === one.id,
  );
  if (found === undefined) {
    throw new Error(`There is no section ${kind}.`);
  }
  return found;
}

function offered(of: PanelModel): readonly PanelCommand[] {
  const inSections = of.sections.flatMap((one) =>
    'actions' in one ? one.actions : one.kind === 'methods' ? one.cards.map((card) => card.action) : [],
  );
  return [...of.actions, ...inSections].map(({ command }) => command);
}

const methods: readonly PanelCommand[] = [
  'signInWithBrowser',
  'signInWithDeviceCode',
  'signInWithApiKey',
  'signInWithAccessToken',
];

/** What each scene is expected to say and to offer. */
const expected: Readonly<Record<string, { tone: string; title: string; commands: readonly PanelCommand[] }>> = {
  loading: { tone: 'busy', title: 'Codex Accounts', commands: [] },
  untold: { tone: 'quiet', title: 'Sign in to Codex', commands: methods },
  homeUntold: { tone: 'good', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut'] },
  signedOut: { tone: 'quiet', title: 'Sign in to Codex', commands: methods },
  found: { tone: 'quiet', title: 'Sign in to Codex', commands: ['importFromCodex', ...methods] },
  foundOther: { tone: 'quiet', title: 'Sign in to Codex', commands: methods },
  chatgpt: { tone: 'good', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut'] },
  apiKey: { tone: 'good', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut'] },
  accessToken: { tone: 'good', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut'] },
  offline: { tone: 'offline', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut'] },
  homeNotWritable: { tone: 'warning', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut'] },
  homeForeign: { tone: 'good', title: 'Work', commands: ['refreshAccount', 'signIn', 'signOut', 'importFromCodex'] },
  needsSignIn: { tone: 'warning', title: 'Work', commands: ['signInAgain', 'signOut', 'refreshAccount'] },
  workspaceClosed: { tone: 'warning', title: 'Work', commands: ['signInAgain', 'signOut', 'refreshAccount'] },
  keptElsewhere: { tone: 'warning', title: 'Work', commands: ['signInAgain', 'signOut', 'refreshAccount'] },
  unreadable: { tone: 'warning', title: 'Codex Accounts', commands: [] },
  secretsLost: { tone: 'warning', title: 'Your sign-in was lost', commands: ['signIn', 'importFromCodex'] },
  starting: { tone: 'busy', title: 'Signing in to Codex', commands: ['cancelSignIn'] },
  browser: { tone: 'busy', title: 'Signing in to Codex', commands: ['copySignInLink', 'cancelSignIn'] },
  browserStuck: {
    tone: 'busy',
    title: 'Signing in to Codex',
    commands: ['copySignInLink', 'pasteCallbackUrl', 'cancelSignIn'],
  },
  deviceCode: {
    tone: 'busy',
    title: 'Signing in to Codex',
    commands: ['copyCodeAndOpen', 'copyUserCode', 'cancelSignIn'],
  },
  finishing: { tone: 'busy', title: 'Signing in to Codex', commands: [] },
};

describe('the panel model, state by state', () => {
  it.each(Object.keys(scenes))('%s: says how it stands, whose page it is, and offers what can be done', (name) => {
    const built = model(name);
    expect({ tone: built.status.tone, title: built.title, commands: offered(built) }).toEqual(expected[name]);
  });

  it.each(Object.keys(scenes))('%s passes the page’s own schema as JSON', (name) => {
    const message: unknown = JSON.parse(JSON.stringify({ kind: 'show', model: model(name) }));
    expect(parseToPanel(message)).toEqual(message);
  });

  it.each(Object.keys(scenes))('%s carries no secret, no id and no sign-in link', (name) => {
    const json = JSON.stringify(model(name));
    for (const marker of [...chatgpt.markers, ...key.markers, ...token.markers, link]) {
      expect(json).not.toContain(marker);
    }
    expect(json).not.toContain('[secret]');
  });

  it('has no place for a secret in its type', () => {
    type Values<T> = T extends readonly (infer Item)[]
      ? Values<Item>
      : T extends object
        ? T extends Secret
          ? T
          : Values<T[keyof T]>
        : T;
    expectTypeOf<Values<PanelModel>>().toExtend<string | number | undefined>();
  });
});

describe('where the panel says that Codex keeps its sign-in', () => {
  const item = 'Codex Auth';
  const path = '/home/ada/.codex/auth.json';
  it.each<readonly [HomePlace, string, 'path' | 'text', RegExp]>([
    [{ kind: 'file', path }, path, 'path', /like a password/u],
    [
      { kind: 'keyring', item, reach: 'direct', otherwise: undefined },
      'The system keyring, item “Codex Auth”',
      'text',
      /unlocked keyring/u,
    ],
    [
      { kind: 'keyring', item, reach: 'onClick', otherwise: undefined },
      'The macOS keychain, item “Codex Auth”',
      'text',
      /only when you click/u,
    ],
    [
      { kind: 'keyring', item, reach: 'onClick', otherwise: path },
      `The macOS keychain, item “Codex Auth”, or ${path} where it has none`,
      'text',
      /only when you click/u,
    ],
    [
      { kind: 'encrypted' },
      'Codex’s own encrypted store, in the folder “secrets” of the Codex home',
      'text',
      /takes no sign-in/u,
    ],
    [{ kind: 'nowhere' }, 'Nowhere: Codex keeps no sign-in (“ephemeral”)', 'text', /like a password/u],
    [
      { kind: 'invalid' },
      'Not known: Codex’s configuration cannot be read, or names a store that Codex does not know',
      'text',
      /like a password/u,
    ],
  ])('%j', (homePlace, value, look, note) => {
    const places = { vault: 'Here.', home: describeHomePlace(homePlace), homePlace };
    const keeping = section(
      buildPanelModel(signedIn(chatgpt.account), idle, { ...options, places }),
      'facts',
      'keeping',
    );
    expect(keeping.rows[1]).toMatchObject({ value, look });
    expect(keeping.note).toMatch(note);
  });
});

describe('what the panel says of the ways to sign in', () => {
  it('shows the CLI’s own form of each, a secret on standard input only', () => {
    const { cards } = section(model('signedOut'), 'methods');
    expect(cards.map(({ commandLine }) => commandLine)).toEqual([
      'codex login',
      'codex login --device-auth',
      'printenv OPENAI_API_KEY | codex login --with-api-key',
      'printenv CODEX_ACCESS_TOKEN | codex login --with-access-token',
    ]);
    expect(cards[0]?.detail).toContain(callbackPorts.join(' or '));
  });
});

describe('what the panel says of an account', () => {
  it('says where the sign-in is kept, who Codex uses, and that auth.json is a password', () => {
    const { rows, note } = section(model('homeForeign'), 'facts', 'keeping');
    expect(rows.map(({ value, detail }) => [value, detail])).toEqual([
      ['In the secret storage of VS Code.', undefined],
      ['/home/ada/.codex/auth.json', 'In use there: ChatGPT, eve@example.com, which is not kept here.'],
      [
        'codex logout && codex login',
        'It clears the sign-in that Codex has and forces a fresh one. It also revokes it on the server, for every copy: switching accounts here revokes nothing.',
      ],
    ]);
    expect(note).toContain('like a password');
  });

  it.each([
    [{ kind: 'none' }, 'Nobody is signed in there.'],
    [{ kind: 'ours', account: key.account }, 'In use there: Work.'],
    [
      { kind: 'unreadable', state: { kind: 'problem', problem: 'isFolder' } },
      '/home/ada/.codex/auth.json is not a file. Move away what stands there, then try again.',
    ],
    [
      {
        kind: 'unreadable',
        state: {
          kind: 'unreadable',
          problem: 'notJson',
          mode: '',
          field: '',
          seen: { document: new Secret('{'), fingerprint: 'f' },
        },
      },
      'What stands there is not a sign-in that Codex or this extension can read. It was left as it is.',
    ],
  ] as const)('describes a Home with %o', (home, detail) => {
    const built = buildPanelModel({ ...signedIn(chatgpt.account), home }, idle, options);
    expect(section(built, 'facts', 'keeping').rows[1]?.detail).toBe(detail);
  });
});

describe('what the panel keeps to itself', () => {
  it('hides what names a person when asked to', () => {
    const hidden = { ...options, hidePersonalInfo: true };
    for (const [state, attempt] of Object.values(scenes)) {
      expect(JSON.stringify(buildPanelModel(state, attempt, hidden))).not.toMatch(/ada@|eve@/u);
    }
    expect(JSON.stringify(model('chatgpt'))).toContain('ada@example.com');
  });
});

describe('the panel’s way in', () => {
  it('counts a device code down from now and only announces what is still to come', () => {
    const { code, address, countdown, warning } = section(model('deviceCode'), 'deviceCode');
    expect([code, address, countdown.leftSeconds]).toEqual(['ABCD-1234', 'https://auth.openai.com/codex/device', 891]);
    expect(countdown.template).toContain('{time}');
    expect(countdown.announcements.map(({ leftSeconds }) => leftSeconds)).toEqual([600, 300, 120, 60, 20]);
    expect(warning).toContain('Device codes are a common phishing target. Never share this code.');
    const late = buildPanelModel({ kind: 'loading' }, deviceAttempt, {
      ...options,
      nowMs: 1_000_000 + 890_500 - 60_000,
    });
    expect(section(late, 'deviceCode').countdown.announcements.map(({ leftSeconds }) => leftSeconds)).toEqual([20]);
    const over = buildPanelModel({ kind: 'loading' }, deviceAttempt, { ...options, nowMs: 9_000_000 });
    expect(section(over, 'deviceCode').countdown).toMatchObject({ leftSeconds: 0, announcements: [] });
  });

  it('says on Windows that the Codex in WSL is another one, and says it nowhere else', () => {
    const facts = { platform: 'win32', wantsCodexInWsl: true } as const;
    const sections = (host: PanelOptions['host']) =>
      buildPanelModel(signedIn(chatgpt.account), idle, { ...options, host }).sections;
    expect(sections(situationOf(facts))[0]).toMatchObject({
      kind: 'notice',
      id: 'wsl',
      heading: 'Your Codex runs in WSL',
    });
    expect(sections(situationOf({ ...facts, remoteName: 'wsl' })).some(({ id }) => id === 'wsl')).toBe(false);
    expect(sections(situationOf()).some(({ id }) => id === 'wsl')).toBe(false);
  });

  it('says above the account when a running Codex uses another one, with the one click that brings it along', () => {
    const running = ['Codex in your terminals still uses Ada.', 'VS Code’s own Codex still uses Ada.'];
    const [notice] = buildPanelModel(signedIn(chatgpt.account), idle, { ...options, running }).sections;
    expect(notice).toMatchObject({
      kind: 'notice',
      id: 'running',
      tone: 'warning',
      text: running.join(' '),
      actions: [{ command: 'restartCodex' }],
    });
    expect(buildPanelModel(signedIn(chatgpt.account), idle, options).sections.some(({ id }) => id === 'running')).toBe(
      false,
    );
  });

  it('puts the way to sign in first that works where the window runs', () => {
    const web = buildPanelModel({ kind: 'signedOut', home: { kind: 'none' } }, idle, {
      ...options,
      host: situationOf(codeServerFacts),
    });
    const { cards } = section(web, 'methods');
    expect(cards.map(({ action, badge }) => [action.command, action.look, badge])[0]).toEqual([
      'signInWithDeviceCode',
      'primary',
      'Best here',
    ]);
    expect(cards.filter(({ badge }) => badge !== undefined)).toHaveLength(1);
  });

  it('offers to paste an address once the browser may show an error page, not before', () => {
    expect(section(model('browser'), 'browser').hint).not.toContain('error page');
    expect(section(model('browserStuck'), 'browser').hint).toContain(
      'The browser shows an error page? Paste its address here',
    );
    const web = buildPanelModel({ kind: 'signedOut', home: { kind: 'none' } }, idle, {
      ...options,
      host: situationOf(codeServerFacts),
    });
    expect(section(web, 'methods').cards.map(({ action }) => action.command)).toEqual([
      'signInWithDeviceCode',
      'pasteCallbackUrl',
      'signInWithBrowser',
      'signInWithApiKey',
      'signInWithAccessToken',
    ]);
  });

  it('says who pays once that has been looked at, and what is not looked at', () => {
    const row = { places: 'codex exec', payer: 'An Azure subscription.', reason: 'It takes its key from AZ.' };
    const shown = buildPanelModel(signedIn(chatgpt.account), idle, {
      ...options,
      payer: { rows: [row], shell: 'Not looked at.' },
    });
    expect(shown.sections.slice(-2)).toMatchObject([
      {
        id: 'payers',
        heading: 'Who Pays',
        rows: [{ term: 'codex exec', value: row.payer, detail: row.reason }],
      },
      { id: 'payerShell', text: 'Not looked at.', actions: [{ command: 'lookAtLoginShell' }] },
    ]);
    expect(parseToPanel({ kind: 'show', model: shown })).toBeDefined();
    expect(model('chatgpt').sections.some(({ id }) => id === 'payers')).toBe(false);
  });

  it('begins in a remote window with the Codex there, and in no other', () => {
    const remote = {
      name: 'gpu-box',
      short: 'lease of Work',
      sentence: 'Codex on gpu-box uses a lease of Work.',
      running: [],
      runningShort: undefined,
      tone: 'info',
      offer: undefined,
    } as const;
    const shown = buildPanelModel(signedIn(chatgpt.account), idle, { ...options, remote });
    expect(shown.sections[0]).toMatchObject({ id: 'remote', tone: 'info', heading: 'Codex on gpu-box: lease of Work' });
    expect(section(shown, 'notice', 'remote').actions.map(({ command }) => command)).toEqual([
      'signInHost',
      'showHosts',
    ]);
    expect(model('chatgpt').sections.some(({ id }) => id === 'remote')).toBe(false);
  });

  it.each([
    ['install', 'installOnHost'],
    ['useAccount', 'useAccountOnHost'],
    ['renew', 'renewOnHost'],
    ['restart', 'renewOnHost'],
    ['bringAlong', 'bringAlongOnHost'],
  ] as const)('offers the one click that brings the host right: %s', (offer, command) => {
    const remote = {
      name: 'gpu-box',
      short: 'ended',
      sentence: 'It has ended.',
      running: [],
      runningShort: undefined,
      tone: 'warning',
      offer,
    } as const;
    const shown = buildPanelModel(signedIn(chatgpt.account), idle, { ...options, remote });
    expect(section(shown, 'notice', 'remote')).toMatchObject({
      tone: 'warning',
      actions: [{ command, look: 'primary' }, {}, {}],
    });
    expect(parseToPanel({ kind: 'show', model: shown })).toBeDefined();
  });
});

describe('text from outside', () => {
  it('cleans hostile labels and keeps them as plain text', () => {
    const hostile = `<img src=x onerror=alert(1)>\u202Egnp.exe\u200B\n$(error)`;
    const { account } = createAccount('chatgpt', { workspaceName: hostile, plan: 'business' });
    const built = buildPanelModel(signedIn({ ...account, label: hostile }), idle, options);
    expect(built.title).toBe('<img src=x onerror=alert(1)> gnp.exe $(error)');
    expect(JSON.stringify(built)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u);
    const nameless = buildPanelModel(signedIn({ ...account, label: '\u200B' }), idle, options);
    expect(nameless.title).toBe('ChatGPT');
  });
});

it('says which folder is in the way of our records, shows what Codex has, and offers no import that could not be saved', () => {
  const { sections } = buildPanelModel(...(scenes['unreadable'] ?? [{ kind: 'loading' }, idle]), options);
  expect(JSON.stringify(sections)).toMatch(/\/state\/homes.*eve@example\.com/u);
  expect(sections.flatMap((section) => ('actions' in section ? section.actions : []))).toEqual([]);
});
