import { SignInRules } from '../../src/accounts/use/signInRules.ts';
import { noRules } from '../support/codexRules.ts';
import { request } from 'node:http';
import { join } from 'node:path';
import { AccountCheck } from '../../src/accounts/use/accountCheck.ts';
import { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { GrantStore } from '../../src/accounts/refresh/grantStore.ts';
import { HomeFollower, type HomeNews } from '../../src/accounts/use/homeFollower.ts';
import { HomeLink } from '../../src/accounts/home/homeLink.ts';
import { HomeOccupantReader } from '../../src/accounts/home/homeOccupantReader.ts';
import { HomeTokens } from '../../src/accounts/refresh/homeTokens.ts';
import type { ServerAnswerKind } from '../../src/errors/messageIds/server.ts';
import type { SuggestLabels } from '../../src/accounts/directory/ports.ts';
import type { SignInQuestions } from '../../src/accounts/signIn/ports.ts';
import { RefreshService } from '../../src/accounts/refresh/refreshService.ts';
import { SignInKeeper } from '../../src/accounts/signIn/signInKeeper.ts';
import { SignInService } from '../../src/accounts/signIn/signInService.ts';
import { Home } from '../../src/home/home.ts';
import type { HttpClient } from '../../src/network/http.ts';
import { AttemptFile } from '../../src/platform/files/attemptFile.ts';
import { renderCallbackPages } from '../../src/platform/network/callbackPages.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { LoopbackListener } from '../../src/platform/network/loopbackListener.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../../src/platform/files/recordFolder.ts';
import { SecretFile } from '../../src/platform/files/secretFile.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import { Bindings } from '../../src/storage/bindings.ts';
import { Ledger } from '../../src/storage/ledger.ts';
import { Vault } from '../../src/storage/vault.ts';
import { Disposables } from '../../src/base/disposables.ts';
import type { PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { signInOnPage, type PersonalChoice } from '../issuer/scriptedBrowser.ts';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import type { Secret } from '../../src/base/secret.ts';
import { loadLocks } from '../support/codexLocks.ts';
import { noProviderConfig, noProviderKeys, unasked } from '../support/memoryConfig.ts';

export interface OurHouse {
  readonly signIn: SignInService;
  readonly homeLink: HomeLink;
  readonly directory: AccountDirectory;
  readonly refresh: RefreshService;
  readonly check: AccountCheck;
  /** One look at what others did to the Home. */
  readonly follow: () => Promise<HomeNews>;
  /** Called at the moment when the browser comes back to the listener, in ms of `performance.now()`. */
  onCallback: (atMs: number) => void;
  dispose(): void;
}

export interface OurHouseOptions {
  readonly issuer: PracticeIssuer;
  /** The Codex home. */
  readonly codexFolder: string;
  /** For Vault and Ledger: a folder of the test. */
  readonly stateFolder: string;
  /** Who signs in when a browser is opened. */
  readonly choice: PersonalChoice;
  /** What sends our requests, under the names of the real service; default: the host's fetch, to the issuer's own address. */
  readonly http?: HttpClient;
}

/** Everybody is let in, everything is kept: what a person says who reads each question and agrees. */
const agreeable: SignInQuestions = {
  takeOverAttempt: () => Promise.resolve('takeOver'),
  confirmIdentity: () => Promise.resolve('save'),
  replaceForeign: () => Promise.resolve('keepAndReplace'),
  replaceUnreadable: () => Promise.resolve('setAsideAndReplace'),
  saveAgain: () => Promise.resolve('saveAgain'),
  keepUnchecked: () => Promise.resolve('keep'),
};

const page = { title: 'Practice', text: 'A page.', tone: 'good' } as const;
const answerPages: Readonly<Record<ServerAnswerKind, typeof page>> = {
  codexOff: page,
  workspaceRefused: page,
  workspaceEnded: page,
  noWorkspace: page,
  regionRefused: page,
  phoneNeeded: page,
  ssoNeeded: page,
  mfaNeeded: page,
  accountClosed: page,
  tooManyRequests: page,
  serviceDown: page,
  outOfFunds: page,
  projectRefused: page,
  addressRefused: page,
  declined: page,
  clientRefused: page,
  unknown: page,
};
const words = {
  pages: {
    success: page,
    confirm: page,
    failed: page,
    ...answerPages,
    notSaved: page,
    stateMismatch: page,
    notFound: page,
    refused: page,
  },
  footer: 'Practice',
  language: 'en',
};

/** Our services on real files, sockets and requests, without VS Code: its windows are played by answers. */
export function composeOurHouse({ issuer, codexFolder, stateFolder, choice, ...given }: OurHouseOptions): OurHouse {
  const scope = new Disposables();
  const table = buildIssuer({
    clientId: practiceClientId,
    ...(given.http === undefined
      ? {
          issuer: issuer.url,
          chatgptBaseUrl: `${issuer.url}/backend-api/`,
          apiBaseUrl: `${issuer.url}/v1`,
        }
      : {}),
  });
  const http = given.http ?? new FetchHttp({ userAgent: 'codex_accounts/interop' });
  const secrets = scope.add(new SecretFile(join(stateFolder, 'vault.json'), clock));
  const vault = scope.add(new Vault(secrets));
  const ledger = new Ledger(scope.add(new NodeRecordFolder(join(stateFolder, 'grants'), clock)));
  const bindings = new Bindings(scope.add(new NodeRecordFolder(join(stateFolder, 'homes'), clock)));
  const owner = { vaultId: 'interop', product: 'Interop' };
  const suggestLabels: SuggestLabels = ({ kind }) => [kind];
  const directory = new AccountDirectory({ vault, ledger, owner, clock, suggestLabels });
  const grantStore = new GrantStore({ vault, ledger, owner, clock });
  const home = new Home(codexFolder, new NodeCredentialFile(codexFolder, { loadLocks }), () =>
    clock.delay(50, scope.ended),
  );
  const setAside = (document: Secret): Promise<void> => secrets.store('setAside', document.reveal());
  const reader = new HomeOccupantReader({ home, bindings, directory, keys: noProviderKeys });
  const homeLink = new HomeLink({
    home,
    reader,
    bindings,
    directory,
    questions: agreeable,
    config: noProviderConfig,
    keys: noProviderKeys,
    clock,
    setAside,
  });
  const homeTokens = new HomeTokens({ home, grantStore, bindings });
  const refresh = new RefreshService({
    http,
    clock,
    grantStore,
    homeTokens,
    issuer: () => table,
    product: owner.product,
    random: () => 0,
    ended: new AbortController().signal,
    lookAtCodex: () => Promise.resolve('absent'),
  });
  const check = new AccountCheck({ http, clock, directory, issuer: () => table, refresh, probeProvider: unasked });
  const follower = scope.add(
    new HomeFollower({
      home,
      keys: noProviderKeys,
      bindings,
      directory,
      grantStore,
      homeTokens,
      check,
      clock,
      ledger,
      vault,
      onDidChangeHome: () => ({ dispose: () => undefined }),
    }),
  );
  const rules = new SignInRules({ observe: () => Promise.resolve(noRules) });
  const house: OurHouse = {
    signIn: scope.add(
      new SignInService({
        http,
        clock,
        directory,
        questions: agreeable,
        keeper: new SignInKeeper({ http, clock, directory, homeLink, check, rules, questions: agreeable }),
        rules,
        issuer: () => table,
        browser: {
          open: async (link) => {
            // The person's browser has a way of its own.
            const callback = await signInOnPage(link.replace(/^https:\/\/[^/]+/u, issuer.url), choice);
            house.onCallback(performance.now());
            await comeBack(callback);
            return true;
          },
          findReach: () => Promise.resolve('direct'),
        },
        listener: new LoopbackListener({
          pages: renderCallbackPages(words),
          findHolder: (port) => Promise.resolve({ port, process: undefined }),
        }),
        attemptLock: new AttemptFile(join(stateFolder, 'sign-in.json'), owner.product, clock),
      }),
    ),
    homeLink,
    directory,
    refresh,
    check,
    follow: () => follower.follow(),
    onCallback: () => undefined,
    dispose: () => {
      scope.dispose();
    },
  };
  return house;
}

/** Follows the redirects as a browser does that navigates: `fetch` would say that it does not. */
async function comeBack(address: URL): Promise<void> {
  const location = await new Promise<string | undefined>((resolve, reject) => {
    request(address, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } }, (answer) => {
      answer.resume().once('end', () => {
        resolve(answer.headers.location);
      });
    })
      .once('error', reject)
      .end();
  });
  if (location !== undefined) await comeBack(new URL(location, address));
}
