import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { GrantStore } from '../../src/accounts/refresh/grantStore.ts';
import { HomeTokens } from '../../src/accounts/refresh/homeTokens.ts';
import { LeaseService } from '../../src/accounts/refresh/leaseService.ts';
import { identifyTokens } from '../../src/accounts/directory/accountIdentity.ts';
import { RefreshService } from '../../src/accounts/refresh/refreshService.ts';
import { buildOwn } from '../../src/home/credential/remoteCredential.ts';
import { Home } from '../../src/home/home.ts';
import { CopyService, type Sending } from '../../src/hosts/copy/copyService.ts';
import { FolderDestination } from '../../src/hosts/copy/folderDestination.ts';
import { LedgerGrants } from '../../src/hosts/copy/ledgerGrants.ts';
import { ShellDestination } from '../../src/hosts/copy/shellDestination.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { HomeFolder, findHomeFolder } from '../../src/platform/home/homeFolder.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../../src/platform/files/recordFolder.ts';
import { SshConfigFolder } from '../../src/platform/programs/sshConfigFolder.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import { SystemPrograms } from '../../src/platform/programs/systemPrograms.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import type { TokenSet } from '../../src/protocol/tokens/tokenSet.ts';
import type { Account } from '../../src/storage/account.ts';
import { HostRecords } from '../../src/storage/hostRecords.ts';
import { Ledger } from '../../src/storage/ledger.ts';
import { Vault } from '../../src/storage/vault.ts';
import { Secret } from '../../src/base/secret.ts';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import { businessChoice } from '../issuer/people.ts';
import type { PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { createMemorySecrets } from '../support/memoryStores.ts';
import { notEnded } from '../support/fakeClock.ts';
import { loadLocks } from '../support/codexLocks.ts';

/** This computer: a Vault and a Ledger with one account of the practice issuer, and what copies it elsewhere. */
export interface VaultWithAccount {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly records: HostRecords;
  /** Every refresh token that the account's grant has had so far. */
  refreshTokens(): readonly string[];
  /** A lease of the account, as it is sent. */
  makeLease(): Promise<Sending>;
  /** A sign-in of its own for another host, as the issuer gives it. */
  makeOwn(): Sending;
  copy(options: CopyOptions): CopyService;
  close(): void;
}

export async function makeVaultWithAccount(issuer: PracticeIssuer): Promise<VaultWithAccount> {
  const root = mkdtempSync(join(tmpdir(), 'codex-accounts-vault-'));
  mkdirSync(join(root, 'grants'));
  mkdirSync(join(root, 'hosts'));
  const folder = new NodeRecordFolder(join(root, 'grants'), clock);
  const hostFolder = new NodeRecordFolder(join(root, 'hosts'), clock);
  const records = new HostRecords(hostFolder);
  const vault = new Vault(createMemorySecrets());
  const ledger = new Ledger(folder);
  const owner = { vaultId: 'vault', product: 'Code' };
  const directory = new AccountDirectory({ vault, ledger, owner, clock, suggestLabels: () => ['Work'] });
  const grantStore = new GrantStore({ vault, ledger, owner, clock });
  const home = new Home(join(root, 'home'), new NodeCredentialFile(join(root, 'home'), { loadLocks }), () =>
    clock.delay(20, notEnded),
  );
  const refresh = new RefreshService({
    clock,
    grantStore,
    product: owner.product,
    random: () => 0,
    homeTokens: new HomeTokens({ home, grantStore, bindings: { read: () => Promise.resolve(undefined) } }),
    http: new FetchHttp({ userAgent: 'codex-accounts-test' }),
    issuer: () => buildIssuer({ issuer: issuer.url, clientId: practiceClientId }),
    ended: new AbortController().signal,
    lookAtCodex: () => Promise.resolve('absent'),
  });
  const issue = (): TokenSet => {
    const answer = issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
    return {
      idToken: new Secret(answer.id_token),
      accessToken: new Secret(answer.access_token),
      refreshToken: new Secret(answer.refresh_token),
      workspaceId: businessChoice.workspaceId,
      provenance: { issuer: issuer.url, clientId: practiceClientId },
      loginOwnerId: undefined,
      lastRefresh: new Date(clock.nowMs()).toISOString(),
    };
  };
  const tokens = issue();
  const firstRefreshToken = tokens.refreshToken.reveal();
  const lease = new LeaseService({ refresh });
  const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
  return {
    account,
    ledger,
    records,
    makeLease: async () => ({
      credential: await lease.make(account),
      belonging: { ...account, accountId: account.id },
    }),
    makeOwn: () => ({
      credential: buildOwn(issue()),
      belonging: { accountId: undefined, label: 'Ada', identity: account.identity },
    }),
    refreshTokens: () =>
      issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(firstRefreshToken))?.refreshTokens ?? [],
    copy: (options) => composeCopy(root, { ledger, records }, options),
    close: () => {
      folder.dispose();
      hostFolder.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface CopyOptions {
  readonly sshConfig?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

function composeCopy(
  root: string,
  books: Pick<VaultWithAccount, 'ledger' | 'records'>,
  options: CopyOptions,
): CopyService {
  const { sshConfig, environment = process.env } = options;
  const programs = new SystemPrograms(environment, notEnded);
  const ssh = { configFile: sshConfig };
  return new CopyService({
    programs,
    clock,
    findHomeFolder,
    records: books.records,
    isOwnHome: (path) => Promise.resolve(path === join(root, 'home')),
    sshConfig: () => new SshConfigFolder(root, sshConfig),
    ssh: () => ssh,
    grants: new LedgerGrants(books.ledger),
    reach: (target, place) =>
      target.kind === 'folder'
        ? new FolderDestination(new HomeFolder(new NodeCredentialFile(target.path, { loadLocks })))
        : new ShellDestination(programs, { target, place, ssh }),
  });
}
