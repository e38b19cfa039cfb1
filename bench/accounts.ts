import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountDirectory } from '../src/accounts/directory/accountDirectory.ts';
import { hashOf } from '../src/accounts/directory/grantTokens.ts';
import { GrantStore } from '../src/accounts/refresh/grantStore.ts';
import { HomeLink } from '../src/accounts/home/homeLink.ts';
import { HomeOccupantReader } from '../src/accounts/home/homeOccupantReader.ts';
import { HomeTokens } from '../src/accounts/refresh/homeTokens.ts';
import { identifyTokens } from '../src/accounts/directory/accountIdentity.ts';
import { RefreshService } from '../src/accounts/refresh/refreshService.ts';
import { SwitchService } from '../src/accounts/use/switchService.ts';
import { Home } from '../src/home/home.ts';
import { NodeCredentialFile } from '../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../src/platform/files/recordFolder.ts';
import { SecretFile } from '../src/platform/files/secretFile.ts';
import { systemClock as clock } from '../src/platform/systemClock.ts';
import { buildIssuer } from '../src/protocol/oauth/issuer.ts';
import { describeWho } from '../src/storage/account.ts';
import { Bindings } from '../src/storage/bindings.ts';
import { Ledger } from '../src/storage/ledger.ts';
import type { SecretPort } from '../src/storage/ports.ts';
import { Vault } from '../src/storage/vault.ts';
import { sha256Hex } from '../src/base/bytes.ts';
import { rfc3339 } from '../src/base/clock.ts';
import { createFakeQuestions } from '../test/support/fakePorts.ts';
import { createMemorySecrets } from '../test/support/memoryStores.ts';
import { createAccount, createEntry, accountIdOf, grantIdOf } from '../test/support/records.ts';
import { mintTokens } from '../test/support/tokens.ts';
import { loadLocks } from '../test/support/codexLocks.ts';
import { noProvider, noProviderConfig, noProviderKeys } from '../test/support/memoryConfig.ts';

/** The picker's list and one switch with more and more accounts; how many secrets a switch touches must not grow. */

const sizes = [1, 10, 100, 1000] as const;
const switches = 5;

interface Counts {
  reads: number;
  writes: number;
}

function countSecrets(secrets: SecretPort): SecretPort & { readonly counts: Counts } {
  const counts = { reads: 0, writes: 0 };
  return {
    counts,
    onDidChange: secrets.onDidChange,
    get: (key) => {
      counts.reads += 1;
      return secrets.get(key);
    },
    store: (key, value) => {
      counts.writes += 1;
      return secrets.store(key, value);
    },
    delete: (key) => {
      counts.writes += 1;
      return secrets.delete(key);
    },
  };
}

function build(root: string, store: SecretPort) {
  const secrets = countSecrets(store);
  const vault = new Vault(secrets);
  const ledgerFolder = new NodeRecordFolder(join(root, 'grants'), clock);
  const bindingFolder = new NodeRecordFolder(join(root, 'homes'), clock);
  const ledger = new Ledger(ledgerFolder);
  const bindings = new Bindings(bindingFolder);
  const owner = { vaultId: 'vault', product: 'Bench' };
  const directory = new AccountDirectory({
    vault,
    ledger,
    owner,
    clock,
    suggestLabels: ({ identity }) => [identity.email ?? ''],
  });
  const folder = join(root, 'home');
  const { signal: ended } = new AbortController();
  const home = new Home(folder, new NodeCredentialFile(folder, { loadLocks }), () => clock.delay(50, ended));
  const grantStore = new GrantStore({ vault, ledger, owner, clock });
  const homeTokens = new HomeTokens({ home, grantStore, bindings });
  const reader = new HomeOccupantReader({ home, bindings, directory, keys: noProviderKeys });
  const homeLink = new HomeLink({
    home,
    reader,
    bindings,
    directory,
    questions: createFakeQuestions(),
    config: noProviderConfig,
    keys: noProviderKeys,
    clock,
    setAside: () => Promise.resolve(),
  });
  const refresh = new RefreshService({
    clock,
    grantStore,
    homeTokens,
    product: owner.product,
    random: () => 0,
    issuer: () => buildIssuer(),
    http: { send: () => Promise.reject(new TypeError('Nothing is due here.')) },
    ended,
    lookAtCodex: () => Promise.resolve('absent'),
  });
  const switching = new SwitchService({
    directory,
    providerReader: noProvider,
    homeLink,
    refresh,
    findWorkers: () => Promise.resolve([]),
    clock,
    ended,
    mayDisturb: () => Promise.resolve(true),
    mayInterrupt: () => Promise.resolve(true),
  });
  const dispose = (): void => {
    ledgerFolder.dispose();
    bindingFolder.dispose();
  };
  return { secrets, vault, ledger, owner, directory, switching, dispose };
}

type House = ReturnType<typeof build>;

/** Writes the records as sign-ins leave them; a thousand sign-ins one after the other are not what is measured. */
async function fill({ vault, ledger, owner }: House, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `person-${index}`;
    const tokens = mintTokens(
      { email: `${name}@example.com`, userId: name, expiresAtMs: clock.nowMs() + 86_400_000 },
      { lastRefresh: rfc3339(clock.nowMs()) },
    );
    const identity = identifyTokens(tokens);
    const credential = { kind: 'chatgpt' as const, tokens };
    const account = createAccount({
      id: accountIdOf(name),
      label: name,
      identity,
      credential,
      grantId: grantIdOf(tokens.loginOwnerId ?? ''),
    });
    const who = await sha256Hex(describeWho(identity) ?? '');
    const accounts = [{ id: accountIdOf(name), kind: credential.kind, vaultId: owner.vaultId, who }];
    await ledger.write(createEntry({ grantId: account.grantId, owner, accounts, current: await hashOf(tokens) }));
    await vault.write(account);
    ids.push(name);
  }
  return ids;
}

async function measure(house: House, ids: readonly string[]): Promise<readonly (string | number)[]> {
  const { directory, switching, secrets } = house;
  const listing = performance.now();
  const rows = await directory.list();
  const listMs = performance.now() - listing;
  if (rows.length !== ids.length) {
    throw new TypeError(`${rows.length} of ${ids.length} accounts were listed.`);
  }
  await switching.switchTo(accountIdOf(ids[0] ?? ''));
  secrets.counts.reads = 0;
  secrets.counts.writes = 0;
  const beganAtMs = performance.now();
  for (let turn = 1; turn <= switches; turn += 1) {
    await switching.switchTo(accountIdOf(ids[turn % ids.length] ?? ''));
  }
  const switchMs = (performance.now() - beganAtMs) / switches;
  return [
    ids.length,
    listMs.toFixed(1),
    switchMs.toFixed(1),
    secrets.counts.reads / switches,
    secrets.counts.writes / switches,
  ];
}

async function runCurve(
  name: string,
  open: (root: string) => SecretPort & { dispose?: () => void },
): Promise<readonly number[]> {
  process.stdout.write(`${name}\n  accounts  list ms  switch ms  secrets read  written\n`);
  const touched: number[] = [];
  for (const size of sizes) {
    const root = mkdtempSync(join(tmpdir(), 'codex-accounts-bench-'));
    const store = open(root);
    const house = build(root, store);
    try {
      const row = await measure(house, await fill(house, size));
      touched.push(Number(row[3]) + Number(row[4]));
      process.stdout.write(`  ${row.map((cell) => String(cell).padStart(8)).join('  ')}\n`);
    } finally {
      house.dispose();
      store.dispose?.();
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    }
  }
  return touched;
}

const desktop = await runCurve('VS Code’s secret storage (in memory)', () => createMemorySecrets());
const browser = await runCurve('owner-only file', (root) => new SecretFile(join(root, 'vault.json'), clock));
// With one account every switch ends at "already there"; from two on the number must be the same.
const isConstant = [desktop, browser].every((touched) => new Set(touched.slice(1)).size === 1);
process.stdout.write(
  `one switch touches the same number of secrets with 10 and with 1,000 accounts: ${isConstant ? 'yes' : 'NO'}\n`,
);
process.exitCode = isConstant ? 0 : 1;
