import { describe, expect, it } from 'vitest';
import { checkIds, type CheckId } from '../../../src/diagnosis/check.ts';
import { listChecks } from '../../../src/diagnosis/checks/all.ts';
import { credentialFileCheck } from '../../../src/diagnosis/checks/credentialFile.ts';
import type { Finding, FindingId, FindingState, FixId } from '../../../src/diagnosis/finding.ts';
import type { FileSight, PortSight, ServiceAnswer } from '../../../src/diagnosis/ports.ts';
import { runChecks } from '../../../src/diagnosis/run.ts';
import { buildSentence } from '../../../src/errors/sentence.ts';
import type { NetworkReason } from '../../../src/errors/authError.ts';
import type { WhoPays } from '../../../src/billing/whoPays.ts';
import type { NamedProxy } from '../../../src/network/route.ts';
import type { RunningCodex, UsedAccount } from '../../../src/home/running/inventory.ts';
import { sayFinding } from '../../../src/ui/text/diagnosisText.ts';
import { observeRules } from '../../support/codexRules.ts';
import { createFakeClock, notEnded } from '../../support/fakeClock.ts';
import { answer, createPorts, goodFile, onDefect, plan, type Broken } from './diagnosisScene.ts';

type Row = readonly [CheckId, FindingState, FindingId];

/** What all checks together find, the good rows left out. */
async function find(broken: Broken, asksShell = false): Promise<readonly Finding[]> {
  return (await findRows(broken, asksShell)).map(({ finding }) => finding);
}

async function findRows(broken: Broken, asksShell = false) {
  const checks = listChecks(createPorts(broken), asksShell);
  const results = await runChecks(() => checks, { clock: createFakeClock(), signal: notEnded, onDefect });
  return results
    .flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })))
    .filter(({ finding }) => finding.state !== 'good' && finding.id !== 'shell.notAsked');
}

const failed = (reason: NetworkReason): ServiceAnswer => ({
  kind: 'failure',
  reason,
  sentence: buildSentence('network.offline', { host: 'auth.openai.com' }),
});
const asked = (each: ServiceAnswer): Broken => ({ network: { ask: () => Promise.resolve(each) } });
const tried = (look: (port: number) => PortSight): Broken => ({
  callback: { tryPort: (port) => Promise.resolve(look(port)) },
});
const proxy: NamedProxy = {
  scheme: 'http',
  host: 'proxy.example',
  port: 3128,
  credentials: undefined,
  source: 'http.proxy',
};
const throughProxy = {
  observe: () =>
    Promise.resolve({
      route: { kind: 'hostFetch', proxy } as const,
      homeProxyFault: undefined,
      variablesPath: '/home/ada/.codex/.env',
    }),
};
const homeProxy = (kind: 'notListening' | 'notSpoken' | 'ignored'): Broken => ({
  network: {
    observe: () =>
      Promise.resolve({
        route: { kind: 'hostFetch', proxy: 'none' },
        homeProxyFault: { kind, source: 'HTTPS_PROXY', value: 'http://ada:secret@proxy.example:3128' },
        variablesPath: '/home/ada/.codex/.env',
      }),
  },
});
const cli = (seen: Partial<Awaited<ReturnType<ReturnType<typeof createPorts>['codex']['find']>>>): Broken => ({
  codex: {
    find: () =>
      Promise.resolve({
        path: '/usr/bin/codex',
        version: '0.171.0',
        ofWorkspace: undefined,
        hasExtension: false,
        ...seen,
      }),
  },
});
const file = (seen: Partial<typeof goodFile>): Broken => ({
  home: { readFile: () => Promise.resolve({ ...goodFile, ...seen }) },
});
const keyring = (store: 'keyring' | 'auto', problem: 'keyringUnavailable' | 'keyringMissing' | undefined): Broken => ({
  home: {
    decideStore: () => Promise.resolve({ kind: 'store', store, decidedBy: 'user' }),
    readKeyring: () =>
      Promise.resolve({ store: { kind: 'store', store, decidedBy: 'user' }, reach: 'direct', problem }),
  },
});
const userConfig = { layer: 'user', path: '/home/ada/.codex/config.toml' } as const;
const refusedConfig = (
  problem: 'notToml' | 'unreadable' | 'unknownValue',
  brokenLines: readonly number[] | undefined,
): Broken => ({
  home: {
    readConfig: () =>
      Promise.resolve({
        rules: {
          ...observeRules(),
          scopes: [
            {
              reading: {
                kind: 'broken',
                problem,
                source: userConfig,
                ...(problem === 'unknownValue' ? { key: 'cli_auth_credentials_store' as const } : {}),
              },
            },
          ],
        },
        userPath: userConfig.path,
        brokenLines,
      }),
  },
});
const payers = (who: Partial<WhoPays>): Broken => ({
  home: { readPayers: () => Promise.resolve({ who: { ...plan, ...who }, warning: undefined }) },
});
const running = (used: UsedAccount): Broken => ({
  running: {
    listRunning: () =>
      Promise.resolve([
        {
          kind: 'terminals',
          pid: 7,
          used,
          activity: 'idle',
          clients: 0,
          ageMs: 1000,
          version: '0.171.0',
          isRemoteControlled: false,
        } satisfies RunningCodex,
      ]),
  },
});
const rule = {
  key: 'forced_login_method',
  value: 'chatgpt',
  source: { layer: 'requirements', path: '/etc/codex/requirements.toml' },
} as const;
const atHost = (leaseEndsAtMs: number): Broken => ({
  running: {
    listHosts: () => Promise.resolve({ hosts: [{ name: 'gpu-box', signIn: undefined, leaseEndsAtMs }], nowMs: 1e12 }),
  },
});

/** One thing that is broken, the only rows that say so, and what mends it. */
const broken: readonly (readonly [string, Broken, readonly Row[], readonly FixId[]])[] = [
  [
    'both ports are held',
    tried((port) => ({ kind: 'taken', port, process: 'python3' })),
    [
      ['ports', 'problem', 'ports.busy'],
      ['ports', 'problem', 'ports.busy'],
    ],
    ['useDeviceCode', 'checkAgain'],
  ],
  [
    'one port is held, by nobody knows whom',
    tried((port) => (port === 1455 ? { kind: 'taken', port, process: undefined } : { kind: 'free', port })),
    [['ports', 'note', 'ports.busyUnknown']],
    [],
  ],
  [
    'Windows keeps both ports',
    {
      callback: {
        tryPort: (port) => Promise.resolve({ kind: 'reserved', port }),
        readReservedRanges: () => Promise.resolve([{ from: 1447, to: 1546 }]),
      },
    },
    [
      ['ports', 'problem', 'ports.reservedRange'],
      ['ports', 'problem', 'ports.reservedRange'],
    ],
    ['useDeviceCode', 'checkAgain'],
  ],
  [
    'a port is refused and no range says why',
    tried((port) => (port === 1455 ? { kind: 'reserved', port } : { kind: 'free', port })),
    [['ports', 'note', 'ports.reserved']],
    [],
  ],
  [
    'somebody answers in our place',
    tried((port) => ({ kind: 'notReached', port })),
    [
      ['ports', 'problem', 'ports.notReached'],
      ['ports', 'problem', 'ports.notReached'],
    ],
    ['useDeviceCode', 'checkAgain'],
  ],
  [
    'a sign-in of ours has the port',
    {
      callback: {
        tryPort: (port) =>
          Promise.resolve(port === 1455 ? { kind: 'taken', port, process: 'code' } : { kind: 'free', port }),
        isSigningIn: () => true,
      },
    },
    [['ports', 'note', 'ports.signingIn']],
    [],
  ],
  [
    'IPv6 is there and leads nowhere',
    { callback: { tryLoopback: (address) => Promise.resolve(address === '::1' ? 'notReached' : 'reached') } },
    [['loopback', 'problem', 'loopback.notReached']],
    ['useDeviceCode'],
  ],
  [
    'localhost is another computer',
    { callback: { resolveLocalhost: () => Promise.resolve(['192.0.2.7']) } },
    [['loopback', 'problem', 'loopback.name']],
    ['useDeviceCode'],
  ],
  [
    'names are not found',
    { network: { lookUp: () => Promise.resolve('notFound'), ask: () => Promise.resolve(failed('offline')) } },
    [
      ['dns', 'problem', 'dns.notFound'],
      ['dns', 'problem', 'dns.notFound'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['issuer', 'notKnown', 'service.elsewhere'],
      ['backend', 'notKnown', 'service.elsewhere'],
      ['clock', 'notKnown', 'clock.notSeen'],
    ],
    ['showEnvironment', 'checkAgain'],
  ],
  [
    'nothing listens at the proxy',
    {
      network: {
        ...throughProxy,
        isListening: () => Promise.resolve(false),
        ask: () => Promise.resolve(failed('offline')),
      },
    },
    [
      ['proxy', 'problem', 'proxy.offline'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['issuer', 'notKnown', 'service.elsewhere'],
      ['backend', 'notKnown', 'service.elsewhere'],
      ['clock', 'notKnown', 'clock.notSeen'],
    ],
    ['setProxy', 'showEnvironment'],
  ],
  [
    'the proxy wants a password',
    { network: { ...throughProxy, ask: () => Promise.resolve(failed('proxySignIn')) } },
    [
      ['proxy', 'problem', 'proxy.wantsSignIn'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['issuer', 'notKnown', 'service.elsewhere'],
      ['backend', 'notKnown', 'service.elsewhere'],
      ['clock', 'notKnown', 'clock.notSeen'],
    ],
    ['setProxy', 'showEnvironment'],
  ],
  [
    'the Home has a proxy that is gone',
    homeProxy('notListening'),
    [['proxy', 'problem', 'proxy.homeOffline']],
    ['removeVariable', 'openFile'],
  ],
  [
    'the Home has a SOCKS proxy',
    homeProxy('notSpoken'),
    [['proxy', 'problem', 'proxy.homeNotSpoken']],
    ['removeVariable', 'openFile'],
  ],
  [
    'the Home has what is no proxy',
    homeProxy('ignored'),
    [['proxy', 'problem', 'proxy.homeIgnored']],
    ['removeVariable', 'openFile'],
  ],
  [
    'a company reads the connection',
    asked(failed('untrustedIssuer')),
    [
      ['certificates', 'problem', 'certificates.refused'],
      ['certificates', 'problem', 'certificates.refused'],
      ['issuer', 'notKnown', 'service.elsewhere'],
      ['backend', 'notKnown', 'service.elsewhere'],
      ['clock', 'notKnown', 'clock.notSeen'],
    ],
    ['showEnvironment', 'checkAgain'],
  ],
  [
    'the clock is so wrong that no certificate is valid',
    asked(failed('certificateDates')),
    [
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['issuer', 'notKnown', 'service.elsewhere'],
      ['backend', 'notKnown', 'service.elsewhere'],
      ['clock', 'problem', 'clock.certificate'],
    ],
    ['setClock'],
  ],
  [
    'the service is away',
    {
      network: {
        ask: (service) => Promise.resolve(service === 'issuer' ? failed('tooSlow') : answer),
      },
    },
    [
      ['certificates', 'notKnown', 'certificates.notSeen'],
      ['issuer', 'problem', 'service.notReached'],
    ],
    ['checkAgain', 'showEnvironment'],
  ],
  [
    'the service has an error of its own',
    { network: { ask: (service) => Promise.resolve(service === 'backend' ? { ...answer, status: 503 } : answer) } },
    [['backend', 'problem', 'service.unwell']],
    ['checkAgain'],
  ],
  [
    'a check for robots is in between',
    {
      network: {
        ask: (service) =>
          Promise.resolve(service === 'backend' ? { ...answer, status: 403, page: { kind: 'botCheck' } } : answer),
      },
    },
    [['backend', 'problem', 'service.botCheck']],
    ['checkAgain', 'showEnvironment'],
  ],
  [
    'the country is not served',
    { network: { ask: (service) => Promise.resolve({ ...answer, isRegionRefused: service === 'issuer' }) } },
    [['issuer', 'problem', 'service.region']],
    ['showEnvironment'],
  ],
  [
    'the clock is an hour ahead',
    asked({ ...answer, aheadMs: 3_600_000 }),
    [['clock', 'problem', 'clock.off']],
    ['setClock'],
  ],
  [
    'the clock is two minutes behind',
    asked({ ...answer, aheadMs: -120_000 }),
    [['clock', 'note', 'clock.off']],
    ['setClock'],
  ],
  [
    'there is no Codex',
    cli({ path: undefined, version: undefined }),
    [['cli', 'problem', 'cli.missing']],
    ['installCli'],
  ],
  [
    'only the extension has a Codex',
    cli({ path: undefined, version: undefined, hasExtension: true }),
    [['cli', 'note', 'cli.extensionAlone']],
    ['installCli'],
  ],
  ['Codex is old', cli({ version: '0.19.9' }), [['cli', 'problem', 'cli.old']], ['installCli']],
  ['Codex says no release', cli({ version: undefined }), [['cli', 'problem', 'cli.silent']], ['installCli']],
  ['a folder brings a codex along', cli({ ofWorkspace: '/repo/bin/codex' }), [['cli', 'note', 'cli.ofWorkspace']], []],
  ['others can read the file', file({ mode: 0o644 }), [['file', 'problem', 'file.open']], ['changeMode']],
  [
    'the disk has no permissions',
    file({ mode: 0o777, hasNoModes: true }),
    [['file', 'note', 'file.withoutModes']],
    ['chooseStore'],
  ],
  [
    'the file is of another user',
    file({ problem: 'otherOwner' }),
    [['file', 'problem', 'file.problem']],
    ['checkAgain'],
  ],
  ['the file is mounted', file({ problem: 'mounted' }), [['file', 'problem', 'file.problem']], ['checkAgain']],
  [
    'others may write to the folder',
    file({ problem: 'folderWritableByOthers', folderMode: 0o777 }),
    [['file', 'problem', 'file.problem']],
    ['changeMode'],
  ],
  [
    'the disk is full',
    file({ problem: 'diskFull' }),
    [['file', 'problem', 'file.problem']],
    ['showFolder', 'checkAgain'],
  ],
  [
    'Codex refuses the file',
    file({ refusal: buildSentence('home.document.notJson', { path: goodFile.path, mode: '', field: '' }) }),
    [['file', 'problem', 'file.refused']],
    ['signIn', 'openFile'],
  ],
  ['the file is a link', file({ target: '/home/ada/dotfiles/auth.json' }), [['file', 'note', 'file.link']], []],
  [
    'the file is in a git work tree',
    file({ repository: '/home/ada' }),
    [['file', 'problem', 'file.repository']],
    ['keepOutOfGit'],
  ],
  [
    'the file is in a linked work tree',
    file({ repository: '/home/ada', hasGitFolder: false }),
    [['file', 'problem', 'file.repository']],
    ['showFolder'],
  ],
  [
    'git has the file already',
    file({ repository: '/home/ada', isTracked: true }),
    [['file', 'problem', 'file.tracked']],
    ['manageAccounts', 'chooseStore'],
  ],
  [
    'the folder is copied to a cloud',
    file({ path: '/home/ada/Dropbox/.codex/auth.json' }),
    [['file', 'problem', 'file.cloud']],
    ['chooseStore'],
  ],
  [
    'Codex keeps nothing',
    { home: { decideStore: () => Promise.resolve({ kind: 'store', store: 'ephemeral', decidedBy: 'user' }) } },
    [['store', 'note', 'store.ephemeral']],
    ['chooseStore'],
  ],
  [
    'the keyring is locked',
    keyring('keyring', 'keyringUnavailable'),
    [['keyring', 'problem', 'keyring.fails']],
    ['useStore', 'chooseStore'],
  ],
  [
    'the keyring is locked, in auto',
    keyring('auto', 'keyringUnavailable'),
    [['keyring', 'note', 'keyring.failsAuto']],
    ['useStore', 'chooseStore'],
  ],
  [
    'this build has no keyring, in auto',
    keyring('auto', 'keyringMissing'),
    [['keyring', 'problem', 'keyring.fails']],
    ['useStore', 'chooseStore'],
  ],
  [
    'one line is no TOML',
    refusedConfig('notToml', [3]),
    [['config', 'problem', 'config.notTomlLine']],
    ['switchLinesOff', 'openFile'],
  ],
  [
    'no line can be switched off',
    refusedConfig('notToml', undefined),
    [['config', 'problem', 'config.notToml']],
    ['openFile'],
  ],
  [
    'the configuration cannot be read',
    refusedConfig('unreadable', undefined),
    [['config', 'problem', 'config.unreadable']],
    ['openFile'],
  ],
  [
    'a store is none',
    refusedConfig('unknownValue', undefined),
    [['config', 'problem', 'config.value']],
    ['useStore', 'openFile'],
  ],
  [
    'Codex alone refuses the configuration',
    { codex: { takesConfig: () => Promise.resolve(false) } },
    [['config', 'problem', 'config.refusedByCodex']],
    ['openFile'],
  ],
  [
    'a variable comes first',
    payers({
      exec: {
        credential: { kind: 'variable', name: 'CODEX_API_KEY', role: 'execKey', from: 'environment' },
        payer: 'platformKey',
      },
    }),
    [['payers', 'note', 'payers.variable']],
    ['showEnvironment'],
  ],
  [
    'a provider wants a key that is not set',
    payers({
      exec: { credential: { kind: 'unusable', why: 'variableMissing', name: 'MY_KEY' }, payer: 'none' },
    }),
    [['payers', 'problem', 'payers.missing']],
    ['showEnvironment'],
  ],
  [
    'a rule is in force',
    {
      home: {
        readRules: () =>
          Promise.resolve({ observation: observeRules({ forcedMethod: rule }), ruled: undefined, mayTakeOut: false }),
      },
    },
    [['rules', 'note', 'rules.inForce']],
    ['showRules'],
  ],
  [
    'a rule is against who is signed in',
    {
      home: {
        readRules: () =>
          Promise.resolve({
            observation: observeRules({ forcedMethod: rule }),
            ruled: {
              verdict: { kind: 'refused', reason: 'method', consequence: 'signsOut', rule },
              folder: undefined,
              unknown: undefined,
            },
            mayTakeOut: true,
          }),
      },
    },
    [['rules', 'problem', 'rules.against']],
    ['takeOutOfCodex', 'signIn', 'showRules'],
  ],
  [
    'secrets are not kept',
    { storage: { trySecrets: () => Promise.resolve(false) } },
    [['secrets', 'problem', 'secrets.refused']],
    ['checkAgain'],
  ],
  [
    'secrets were lost',
    { storage: { countLost: () => Promise.resolve(2) } },
    [['secrets', 'problem', 'secrets.lost']],
    ['manageAccounts'],
  ],
  [
    'the state folder cannot be written',
    {
      storage: {
        tryStateFolder: () =>
          Promise.resolve({
            path: '/home/ada/.local/state/codex-accounts',
            problem: { reason: 'noPermission', sentence: buildSentence('folder.noPermission', { path: '/x' }) },
            mode: 0o500,
            isOwn: true,
          }),
      },
    },
    [['state', 'problem', 'state.problem']],
    ['changeMode'],
  ],
  ['the editor is in a sandbox', { storage: { sandbox: () => 'Flatpak' } }, [['state', 'note', 'state.sandbox']], []],
  [
    'a server uses another account',
    running({ kind: 'other', who: undefined }),
    [['running', 'problem', 'running.elsewhere']],
    ['bringAlong'],
  ],
  [
    'a server uses a variable',
    running({ kind: 'variable', name: 'CODEX_ACCESS_TOKEN' }),
    [['running', 'note', 'running.variable']],
    [],
  ],
  ['a lease is over', atHost(1), [['hosts', 'note', 'hosts.ended']], ['showHosts']],
];

describe('what gives the permission that is missing', () => {
  const { path } = goodFile;
  const folder = '/home/ada/.codex';
  const shown = [{ id: 'showFolder', path: folder }, { id: 'checkAgain' }];
  it.each<[string, Partial<FileSight>, readonly unknown[]]>([
    ['to the folder', { folderMode: 0o500 }, [{ id: 'changeMode', path: folder, mode: 0o700, before: 0o500 }]],
    ['to the file', { mode: 0 }, [{ id: 'changeMode', path, mode: 0o600, before: 0 }]],
    [
      'to what the link leads to',
      { mode: 0, target: '/x/a' },
      [{ id: 'changeMode', path: '/x/a', mode: 0o600, before: 0 }],
    ],
    ['to neither of another user', { mode: 0, folderMode: 0o500, isOwn: false, isFolderOwn: false }, shown],
    ['to neither where both have it', {}, shown],
  ])('%s', (_name, about, fixes) => {
    const [finding] = credentialFileCheck.judge({ ...goodFile, ...about, problem: 'noPermission' });
    expect(finding?.fixes).toEqual(fixes);
  });
});

describe('a diagnosis', () => {
  it('has one result for each check, in order, and finds nothing where everything is in order', async () => {
    const results = await runChecks(() => listChecks(createPorts()), {
      clock: createFakeClock(),
      signal: notEnded,
      onDefect,
    });
    expect(results.map(({ check }) => check)).toEqual(checkIds);
    expect(await find({})).toEqual([]);
    expect(await find({}, true)).toEqual([]);
  });

  it.each(broken)('says only that, and what mends it, when %s', async (_name, world, rows, fixes) => {
    const seen = await findRows(world);
    expect(seen.map(({ check, finding }) => [check, finding.state, finding.id])).toEqual(rows);
    const own = seen.find(({ finding }) => finding.state === 'problem') ?? seen[0];
    expect(own?.finding.fixes.map(({ id }) => id)).toEqual(fixes);
  });

  it.each([
    ['another Codex home', ['CODEX_HOME'], ['shell.home']],
    ['another key', ['OPENAI_API_KEY'], ['shell.differs']],
    ['both', ['CODEX_HOME', 'OPENAI_API_KEY'], ['shell.home', 'shell.differs']],
    ['no answer', undefined, ['shell.silent']],
  ] as const)('compares with a login shell that has %s, once a person says so', async (_name, names, ids) => {
    const world: Broken = { codex: { compareShell: () => Promise.resolve(names) } };
    expect((await find(world, true)).map(({ id }) => id)).toEqual(ids);
    expect(await find(world)).toEqual([]);
  });

  it('leaves no value out of its words', async () => {
    for (const [, world] of broken) {
      for (const finding of await find(world)) {
        expect(sayFinding(finding).join(' '), finding.id).not.toMatch(/\{\d\}|undefined/u);
      }
    }
  });
});
