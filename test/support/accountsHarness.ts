import { noRules } from './codexRules.ts';
import { SignInRules } from '../../src/accounts/use/signInRules.ts';
import { AccountCheck } from '../../src/accounts/use/accountCheck.ts';
import { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { HomeLink } from '../../src/accounts/home/homeLink.ts';
import { HomeKeyReader } from '../../src/accounts/home/homeKeyReader.ts';
import { HomeOccupantReader } from '../../src/accounts/home/homeOccupantReader.ts';
import type { RefreshOutcome } from '../../src/accounts/refresh/refreshOutcome.ts';
import { Home } from '../../src/home/home.ts';
import type { CredentialFile, HomeConfig } from '../../src/home/ports.ts';
import type { RuleReader } from '../../src/home/rules/ruleReader.ts';
import { StoredCredential } from '../../src/home/store/storedCredential.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import { Bindings } from '../../src/storage/bindings.ts';
import { HomeLedger } from '../../src/storage/homeLedger.ts';
import { Ledger } from '../../src/storage/ledger.ts';
import { Vault } from '../../src/storage/vault.ts';
import { createFakeClock } from './fakeClock.ts';
import { answer, createFakeHttp, type Reply } from './fakeHttp.ts';
import { createFakeQuestions } from './fakePorts.ts';
import { composeProviders, createMemoryConfig, openAiAddresses, unasked } from './memoryConfig.ts';
import { createMemoryFile, createMemoryFolder, createMemorySecrets } from './memoryStores.ts';

export type Replies = Readonly<Record<string, Reply | readonly Reply[]>>;

export interface InstallationOptions {
  readonly homeText?: string;
  readonly replies?: Replies;
  readonly vaultId?: string;
  /** The Ledger's folder: give two installations the same, as two products have it. */
  readonly grants?: ReturnType<typeof createMemoryFolder>;
  /** Another installation on the same computer: one Home and one clock for both. */
  readonly computer?: {
    readonly clock: ReturnType<typeof createFakeClock>;
    readonly file: ReturnType<typeof createMemoryFile>;
    readonly homes: ReturnType<typeof createMemoryFolder>;
  };
  /** The Home is in a keychain: only a click opens it. */
  readonly isClickNeeded?: boolean;
  /** What says in which store the credential is; left out, nothing is asked and it is the file. */
  readonly config?: Pick<HomeConfig, 'readLayers'>;
  /** What the sign-in rules are read with; left out, they are what the test prescribes. */
  readonly ruleReader?: Pick<RuleReader, 'observe'>;
}

/** The rooms below `accounts` for real, over ports in memory: what a whole installation consists of. */
export function createInstallation({
  homeText,
  replies = {},
  vaultId = 'vault-1',
  grants = createMemoryFolder(),
  isClickNeeded = false,
  computer,
  config,
  ruleReader,
}: InstallationOptions = {}) {
  const clock = computer?.clock ?? createFakeClock();
  const secrets = createMemorySecrets();
  const file = computer?.file ?? createMemoryFile(homeText);
  const homes = computer?.homes ?? createMemoryFolder();
  const questions = createFakeQuestions();
  const [setAside, shown]: [string[], { hidesPersonalInfo: boolean }] = [[], { hidesPersonalInfo: false }];
  const http = createFakeHttp({ '/backend-api/wham/accounts/check': answer(503), ...replies });
  const vault = new Vault(secrets);
  const ledger = new Ledger(grants, new HomeLedger(file.beside));
  const bindings = new Bindings(homes);
  const keyring = createMemoryFile(undefined, 'Codex Auth');
  const credential = config === undefined ? file : new StoredCredential({ config, file, keyring, platform: 'linux' });
  const homeOnClick = new Home('/home/ada/.codex', credential, () => Promise.resolve());
  const closed: CredentialFile = {
    ...file,
    read: () => Promise.resolve({ kind: 'problem', problem: 'keychainNotRead' }),
  };
  const home = isClickNeeded ? new Home('/home/ada/.codex', closed, () => Promise.resolve()) : homeOnClick;
  const directory = new AccountDirectory({
    vault,
    ledger,
    clock,
    owner: { vaultId, product: 'Code' },
    suggestLabels: ({ kind, identity, keyTail }, hides = shown.hidesPersonalInfo) => [
      identity.workspaceName ??
        (kind === 'apiKey' ? `Key …${keyTail ?? ''}` : ((hides ? identity.plan : identity.email) ?? kind)),
    ],
  });
  const configToml = createMemoryConfig();
  const keys = new HomeKeyReader({ config: configToml, directory, openAiAddresses: () => openAiAddresses });
  const reader = new HomeOccupantReader({ home, homeOnClick, bindings, directory, keys });
  const { providerReader, ...providerParts } = composeProviders({
    home: home.folder,
    config: configToml,
    homes,
    bindings,
    directory,
    clock,
  });
  const homeLink = new HomeLink({
    home,
    homeOnClick,
    reader,
    bindings,
    directory,
    questions,
    config: providerParts.config,
    keys,
    clock,
    setAside: (document) => {
      setAside.push(document.reveal());
      return Promise.resolve();
    },
  });
  const issuer = () => buildIssuer();
  const refreshes: string[] = [];
  const outcome: { next: RefreshOutcome } = { next: { kind: 'dead', cause: 'revoked' } };
  const refresh = {
    run: (account: { readonly id: string }): Promise<RefreshOutcome> => {
      refreshes.push(account.id);
      return Promise.resolve(outcome.next);
    },
  };
  const prescribed = { observation: noRules, failure: undefined as Error | undefined };
  const check = new AccountCheck({ http, clock, directory, issuer, refresh, probeProvider: unasked });
  return {
    configToml,
    keys,
    providerReader,
    providerShelf: providerParts.shelf,
    clock,
    secrets,
    file,
    grants,
    homes,
    questions,
    setAside,
    shown,
    http,
    vault,
    ledger,
    bindings,
    home,
    directory,
    reader,
    homeLink,
    issuer,
    refreshes,
    outcome,
    check,
    rules: new SignInRules(
      ruleReader ?? {
        observe: () =>
          prescribed.failure === undefined
            ? Promise.resolve(prescribed.observation)
            : Promise.reject(prescribed.failure),
      },
    ),
    prescribed,
  };
}

export type Installation = ReturnType<typeof createInstallation>;
