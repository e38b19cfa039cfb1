import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { describeActivity } from '../../src/accounts/refresh/codexActivity.ts';
import { GrantStore } from '../../src/accounts/refresh/grantStore.ts';
import { HomeTokens } from '../../src/accounts/refresh/homeTokens.ts';
import { identifyHomeCredential } from '../../src/accounts/directory/accountIdentity.ts';
import type { RefreshOutcome } from '../../src/accounts/refresh/refreshOutcome.ts';
import { RefreshService } from '../../src/accounts/refresh/refreshService.ts';
import { Home } from '../../src/home/home.ts';
import { SystemCodexProcesses } from '../../src/platform/codex/codexProcesses.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../../src/platform/files/recordFolder.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import type { Account } from '../../src/storage/account.ts';
import { Ledger } from '../../src/storage/ledger.ts';
import { Vault } from '../../src/storage/vault.ts';
import { createMemorySecrets } from '../support/memoryStores.ts';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import { notEnded } from '../support/fakeClock.ts';
import { loadLocks } from '../support/codexLocks.ts';

/** A window of ours on a Home that the real CLI uses too: real files, locks, processes and requests. */
export class OurWindow {
  readonly #root = mkdtempSync(join(tmpdir(), 'codex-accounts-window-'));
  readonly #home: Home;
  readonly #directory: AccountDirectory;
  readonly #refresh: RefreshService;
  readonly #folder: NodeRecordFolder;

  constructor(homeFolder: string, issuerUrl: string) {
    mkdirSync(join(this.#root, 'grants'));
    this.#folder = new NodeRecordFolder(join(this.#root, 'grants'), clock);
    const vault = new Vault(createMemorySecrets());
    const ledger = new Ledger(this.#folder);
    const owner = { vaultId: 'vault', product: 'Code' };
    this.#home = new Home(homeFolder, new NodeCredentialFile(homeFolder, { loadLocks }), () =>
      clock.delay(20, notEnded),
    );
    this.#directory = new AccountDirectory({ vault, ledger, owner, clock, suggestLabels: () => ['Work'] });
    const grantStore = new GrantStore({ vault, ledger, owner, clock });
    const homeTokens = new HomeTokens({
      home: this.#home,
      grantStore,
      bindings: { read: () => Promise.resolve(undefined) },
    });
    const processes = new SystemCodexProcesses(homeFolder);
    this.#refresh = new RefreshService({
      clock,
      grantStore,
      homeTokens,
      product: owner.product,
      random: Math.random,
      http: new FetchHttp({ userAgent: 'codex-accounts-test' }),
      issuer: () => buildIssuer({ issuer: issuerUrl, clientId: practiceClientId }),
      ended: new AbortController().signal,
      lookAtCodex: async () => describeActivity(await processes.list()),
    });
  }

  /** Takes over who stands in the Home, as a window does when it opens. */
  async open(): Promise<Account> {
    const state = await this.#home.read();
    if (state.kind !== 'signedIn' || state.credential.kind !== 'chatgpt') {
      throw new TypeError('Nobody is signed in there.');
    }
    return (await this.#directory.save(state.credential, identifyHomeCredential(state.credential))).account;
  }

  refresh(account: Account): Promise<RefreshOutcome> {
    return this.#refresh.run(account, 'ifDue');
  }

  close(): void {
    this.#folder.dispose();
    rmSync(this.#root, { recursive: true, force: true });
  }
}
