import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { describeActivity } from '../../src/accounts/refresh/codexActivity.ts';
import { GrantStore } from '../../src/accounts/refresh/grantStore.ts';
import { HomeFollower } from '../../src/accounts/use/homeFollower.ts';
import { HomeLink } from '../../src/accounts/home/homeLink.ts';
import { HomeOccupantReader } from '../../src/accounts/home/homeOccupantReader.ts';
import { HomeTokens } from '../../src/accounts/refresh/homeTokens.ts';
import { identifyTokens } from '../../src/accounts/directory/accountIdentity.ts';
import { RefreshService } from '../../src/accounts/refresh/refreshService.ts';
import { SwitchService } from '../../src/accounts/use/switchService.ts';
import { Home } from '../../src/home/home.ts';
import type { CredentialFile } from '../../src/home/ports.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { HomeRecordFolder } from '../../src/platform/home/homeRecordFolder.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../../src/platform/files/recordFolder.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import type { HttpClient } from '../../src/network/http.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import type { TokenSet } from '../../src/protocol/tokens/tokenSet.ts';
import type { Account } from '../../src/storage/account.ts';
import { Bindings } from '../../src/storage/bindings.ts';
import { HomeLedger } from '../../src/storage/homeLedger.ts';
import { Ledger } from '../../src/storage/ledger.ts';
import type { RecordFolder } from '../../src/storage/ports.ts';
import { Vault } from '../../src/storage/vault.ts';
import { Secret } from '../../src/base/secret.ts';
import { readMark } from './codexSimulator.ts';
import { DesktopSecrets } from './desktopSecrets.ts';
import type { DeathPlace, SignedInTokens, WindowAnswer, WindowCommand, WindowPlan } from './workerMessages.ts';
import { notEnded } from '../support/fakeClock.ts';
import { loadLocks } from '../support/codexLocks.ts';
import { noProvider, noProviderConfig, noProviderKeys } from '../support/memoryConfig.ts';
import { accountIdOf } from '../support/records.ts';

/** One window of one product as a process of its own: the real services over real files, locks and requests. */

const plan = JSON.parse(process.argv[2] ?? '') as WindowPlan;
let deathPlace: DeathPlace | undefined;
let fullWrites = 0;

/** Nothing runs after this: no handler, no flush. */
function passBy(place: DeathPlace): void {
  if (deathPlace === place) {
    process.kill(process.pid, 'SIGKILL');
  }
}

/** A window waits 5 s for a secret to arrive; the practice store needs a fifth of a second, so a second is plenty. */
const quickClock = {
  nowMs: () => clock.nowMs() * 5,
  delay: (ms: number, signal: AbortSignal) => clock.delay(ms / 5, signal),
};

const wire = new FetchHttp({ userAgent: plan.name });
const http: HttpClient = {
  send: async (request) => {
    passBy('beforeRequest');
    const answer = await wire.send(request);
    passBy('afterAnswer');
    return answer;
  },
};

function guardDisk(folder: NodeRecordFolder): RecordFolder {
  return {
    onDidChange: folder.onDidChange,
    list: () => folder.list(),
    read: (name) => folder.read(name),
    remove: (name) => folder.remove(name),
    ensureWritable: () => folder.ensureWritable(),
    withLock: (name, work, signal) => folder.withLock(name, work, signal),
    write: async (name, text) => {
      if (fullWrites > 0) {
        fullWrites -= 1;
        throw Object.assign(new RangeError('no space left on device'), { code: 'ENOSPC' });
      }
      await folder.write(name, text);
      if (!text.includes('"pending"')) {
        passBy('afterLedger');
      }
    },
  };
}

function guardHome(file: NodeCredentialFile): CredentialFile {
  return {
    path: file.path,
    read: () => file.read(),
    findObstacle: () => file.findObstacle(),
    remove: (expected) => file.remove(expected),
    replace: async (text, expected) => {
      passBy('beforeHome');
      if (deathPlace === 'flushedBeforeHome') {
        await secrets.settle();
        passBy('flushedBeforeHome');
      }
      const result = await file.replace(text, expected);
      passBy('afterHome');
      return result;
    },
  };
}

const secrets = new DesktopSecrets(plan.storeFolder);
const vault = new Vault(secrets);
const grants = guardDisk(new NodeRecordFolder(join(plan.stateFolder, 'grants'), clock));
const ledger = new Ledger(grants, new HomeLedger(new HomeRecordFolder(plan.home, clock)));
const bindings = new Bindings(new NodeRecordFolder(join(plan.stateFolder, 'homes'), clock));
const owner = { vaultId: plan.vaultId, product: plan.product };
const directory = new AccountDirectory({
  vault,
  ledger,
  owner,
  clock,
  suggestLabels: ({ identity }) => [identity.email ?? ''],
});
const grantStore = new GrantStore({ vault, ledger, owner, clock: quickClock });
const home = new Home(plan.home, guardHome(new NodeCredentialFile(plan.home, { loadLocks })), () =>
  clock.delay(5, notEnded),
);
const homeTokens = new HomeTokens({ home, grantStore, bindings });
const questions = {
  takeOverAttempt: () => Promise.resolve('leave' as const),
  confirmIdentity: () => Promise.resolve('save' as const),
  replaceForeign: () => Promise.resolve('keepAndReplace' as const),
  replaceUnreadable: () => Promise.resolve('leave' as const),
  saveAgain: () => Promise.resolve('giveUp' as const),
};
const reader = new HomeOccupantReader({ home, bindings, directory, keys: noProviderKeys });
const homeLink = new HomeLink({
  home,
  reader,
  bindings,
  directory,
  questions,
  config: noProviderConfig,
  keys: noProviderKeys,
  clock,
  setAside: () => Promise.resolve(),
});
const processes = {
  list: () =>
    Promise.resolve(
      readdirSync(plan.processFolder).map((mark, pid) => ({
        pid,
        usesHome: true,
        ageMs: 3_600_000,
        isAlone: true,
        isOurChild: false,
        ...readMark(mark),
      })),
    ),
};
const codex = plan.hasServer
  ? (await import('./realCodex.ts')).composeRealCodex({
      folder: plan.home,
      home,
      homeLink,
      bindings,
      simulated: processes,
    })
  : undefined;
const findWorkers = () => codex?.findWorkers() ?? processes.list();
const refresh = new RefreshService({
  http,
  grantStore,
  homeTokens,
  product: plan.product,
  random: Math.random,
  clock: { nowMs: () => clock.nowMs(), delay: (ms, signal) => clock.delay(ms / 5, signal) },
  issuer: () => buildIssuer({ issuer: plan.issuerUrl, clientId: plan.clientId }),
  ended: notEnded,
  lookAtCodex: async () => describeActivity(await findWorkers()),
});
const switching = new SwitchService({
  directory,
  providerReader: noProvider,
  homeLink,
  refresh,
  findWorkers,
  clock,
  ended: notEnded,
  mayDisturb: () => Promise.resolve(true),
  mayInterrupt: () => Promise.resolve(true),
});
const follower = new HomeFollower({
  home,
  keys: noProviderKeys,
  bindings,
  directory,
  grantStore,
  homeTokens,
  clock,
  ledger,
  vault,
  check: {
    run: (account) => Promise.resolve({ account, health: { kind: 'good', checkedAtMs: 0 } }),
    runOnGrant: (account) => Promise.resolve({ account, health: { kind: 'good', checkedAtMs: 0 }, grant: 'alive' }),
  },
  onDidChangeHome: () => ({ dispose: () => undefined }),
});

async function requireAccount(id: string): Promise<Account> {
  const entry = await directory.find(accountIdOf(id));
  if (entry.kind !== 'account') {
    throw new TypeError(`This window has no account ${id}.`);
  }
  return entry.account;
}

async function save(given: SignedInTokens, isPlaced: boolean): Promise<Account> {
  const { workspaceId, loginOwnerId, lastRefresh } = given;
  const tokens: TokenSet = {
    workspaceId,
    loginOwnerId,
    lastRefresh,
    idToken: new Secret(given.idToken),
    accessToken: new Secret(given.accessToken),
    refreshToken: new Secret(given.refreshToken),
    provenance: { issuer: plan.issuerUrl, clientId: plan.clientId },
  };
  const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
  if (isPlaced) {
    await homeLink.place(account, 'asking');
  }
  return account;
}

function describe({ id, credential }: Account): WindowAnswer {
  if (credential.kind !== 'chatgpt') {
    throw new TypeError('Only ChatGPT accounts take part.');
  }
  const {
    idToken,
    accessToken,
    refreshToken,
    workspaceId = '',
    loginOwnerId = '',
    lastRefresh = '',
  } = credential.tokens;
  const texts = { idToken: idToken.reveal(), accessToken: accessToken.reveal(), refreshToken: refreshToken.reveal() };
  return { kind: 'account', id, tokens: { ...texts, workspaceId, loginOwnerId, lastRefresh } };
}

async function obey(command: WindowCommand): Promise<WindowAnswer> {
  switch (command.kind) {
    case 'refresh': {
      const account = await requireAccount(command.id);
      const runs = Array.from({ length: command.count }, () =>
        refresh.run(account, command.mode).catch(() => ({ kind: 'failed' as const })),
      );
      return { kind: 'outcomes', outcomes: (await Promise.all(runs)).map(({ kind }) => kind) };
    }
    case 'switch':
      if ((await switching.switchTo(accountIdOf(command.id))).kind === 'switched') {
        await codex?.bringAlong({ mode: 'ask', isStoreMoved: false });
      }
      return { kind: 'done' };
    case 'follow':
      return { kind: 'news', news: (await follower.follow()).kind };
    case 'startFollowing':
      follower.start();
      return { kind: 'done' };
    case 'save':
      return describe(await save(command.tokens, command.isPlaced));
    case 'read':
      return describe(await requireAccount(command.id));
    case 'settle':
      await secrets.settle();
      await wait(80);
      return { kind: 'done' };
    case 'dieAt':
      deathPlace = command.place;
      return { kind: 'done' };
    case 'fillDisk':
      fullWrites = command.times;
      return { kind: 'done' };
    case 'spare':
      deathPlace = undefined;
      fullWrites = 0;
      return { kind: 'done' };
  }
}

process.on('message', ({ number, command }: { readonly number: number; readonly command: WindowCommand }) => {
  void obey(command)
    .catch((failure: unknown) => ({
      kind: 'failed' as const,
      message: failure instanceof Error ? failure.message : 'failed',
    }))
    .then((answer) => process.send?.({ number, answer }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ number: 0, answer: { kind: 'done' } });
