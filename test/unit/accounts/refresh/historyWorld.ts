import { createHash } from 'node:crypto';
import { AccountCheck } from '../../../../src/accounts/use/accountCheck.ts';
import { HomeFollower } from '../../../../src/accounts/use/homeFollower.ts';
import { SwitchService } from '../../../../src/accounts/use/switchService.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/network/http.ts';
import { decodeClaims } from '../../../../src/protocol/tokens/claims.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { answer, cut } from '../../../support/fakeHttp.ts';
import { HistoryIssuer } from './historyIssuer.ts';
import { answerWith, createRefreshScene, finish, tokensOf, type RefreshScene } from './refreshScene.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { noProvider, unasked } from '../../../support/memoryConfig.ts';
import { accountIdOf } from '../../../support/records.ts';

/** Whose account; Ada has two workspaces on each of her sign-ins. */
export type Person = 'ada' | 'ada-b' | 'ben';

/** Where a process of ours dies in the middle of a refresh. */
export type Ending = 'never' | 'answerLost' | 'atVault' | 'atHome';

/** Two products with one Ledger and one Home, the CLI and the issuer in one process, with a referee who looks at every write and request. */
export class HistoryWorld {
  readonly violations: string[] = [];
  readonly #replies = {
    '/oauth/token': (request: HttpRequest) => this.#answer(request),
    '/backend-api/accounts/switch-workspace-token': (request: HttpRequest) => this.#answerSwitch(request),
  };
  readonly #scene = createRefreshScene({ replies: this.#replies });
  readonly #other = createRefreshScene({
    replies: this.#replies,
    vaultId: 'vault-2',
    grants: this.#scene.grants,
    computer: this.#scene,
  });
  readonly #issuer = new HistoryIssuer(() => this.#scene.clock.nowMs());
  readonly #backups: string[] = [];
  /** Every hash that ever stood in the Ledger as spent. */
  readonly #spent = new Set<string>();
  #durable = new Map<string, string>();
  #ending: Ending = 'never';
  readonly #follower: HomeFollower;
  readonly #switching: SwitchService;

  constructor() {
    const { file, grants, directory, homeLink, service, clock, http, issuer } = this.#scene;
    this.#scene.questions.answers.replaceForeign = 'keepAndReplace';
    this.#switching = new SwitchService({
      directory,
      providerReader: noProvider,
      homeLink,
      refresh: service,
      clock,
      ended: notEnded,
      findWorkers: () => Promise.resolve([]),
      mayDisturb: () => Promise.resolve(true),
      mayInterrupt: () => Promise.resolve(true),
    });
    this.#follower = new HomeFollower({
      ...this.#scene,
      check: new AccountCheck({ http, clock, directory, issuer, refresh: service, probeProvider: unasked }),
      onDidChangeHome: () => ({ dispose: () => undefined }),
    });
    for (const { secrets } of [this.#scene, this.#other]) {
      const store = secrets.store;
      secrets.store = (key, value) => {
        this.#dieAt('atVault');
        this.#judge('the Vault', secrets.values.get(key), value);
        return store(key, value);
      };
    }
    const write = grants.write;
    grants.write = (name, text) => {
      const { spent } = JSON.parse(text) as { readonly spent: readonly string[] };
      spent.forEach((hash) => this.#spent.add(hash));
      return write(name, text);
    };
    const replace = file.replace;
    file.replace = (document, expected) => {
      this.#dieAt('atHome');
      this.#judge('the Home', file.text, document.reveal());
      return replace(document, expected);
    };
  }

  async signIn(person: Person): Promise<void> {
    const account = await this.#scene.save(this.#issuer.mint(`workspace-${person}`));
    await this.#scene.homeLink.place(account, 'asking');
  }

  /** `ending`: the process dies there, and with it what it had not flushed. */
  async refresh(person: Person, ending: Ending): Promise<void> {
    const account = await this.#find(person, this.#scene);
    if (account === undefined) {
      return;
    }
    this.#ending = ending;
    await finish(this.#scene.clock, this.#scene.service.run(account, 'now')).catch(forgive);
    if (ending !== 'never' && ending !== 'answerLost') {
      this.crash();
    }
    this.#ending = 'never';
  }

  async switchTo(person: Person): Promise<void> {
    const account = await this.#find(person, this.#scene);
    await finish(this.#scene.clock, this.#switching.switchTo(accountIdOf(account?.id ?? ''))).catch(forgive);
  }

  /** The other product imports what stands in the Home. */
  async importElsewhere(): Promise<void> {
    await finish(this.#scene.clock, this.#other.homeLink.takeOver()).catch(forgive);
  }

  async refreshElsewhere(person: Person): Promise<void> {
    const account = await this.#find(person, this.#other);
    if (account !== undefined) {
      await finish(this.#scene.clock, this.#other.service.run(account, 'now')).catch(forgive);
    }
  }

  /** The IDE goes to the other workspace of the sign-in that it uses. */
  async codexSwitchWorkspace(): Promise<void> {
    const state = await this.#scene.home.read();
    if (state.kind !== 'signedIn' || state.credential.kind !== 'chatgpt') {
      return;
    }
    const { tokens } = state.credential;
    const next = this.#issuer.switchTokens(
      tokens,
      tokens.workspaceId === 'workspace-ada' ? 'workspace-ada-b' : 'workspace-ada',
    );
    if (next !== undefined && tokens.workspaceId !== 'workspace-ben') {
      this.#scene.put(next);
    }
  }

  /** No account may ever hold an access token of another workspace than its own. */
  async inspect(): Promise<void> {
    for (const scene of [this.#scene, this.#other]) {
      for (const account of await listAccounts(scene)) {
        const { workspaceId } = decodeClaims(tokensOf(account).accessToken) ?? {};
        if (workspaceId !== account.identity.workspaceId) {
          this.violations.push(
            `an account of ${account.identity.workspaceId ?? ''} has a token of ${workspaceId ?? ''}`,
          );
        }
      }
    }
  }

  /** The CLI signs in by itself: a grant of its own. */
  codexSignIn(person: Person): void {
    this.#scene.put(this.#issuer.mint(`workspace-${person}`));
  }

  /** The CLI refreshes what stands in the Home, unless it is spent: then it stays as it is. */
  async codexRefresh(): Promise<void> {
    const state = await this.#scene.home.read();
    if (state.kind !== 'signedIn' || state.credential.kind !== 'chatgpt') {
      return;
    }
    const next = this.#issuer.rotate(state.credential.tokens.refreshToken.reveal());
    if (next !== undefined) {
      this.#scene.put(next);
    }
  }

  codexSignOut(): void {
    this.#scene.file.text = undefined;
  }

  /**
   * A copy of the Home. One from before we ever saw its grant can not be told from a newer one (docs/decisions.md, Home
   * against Vault: adopted).
   */
  backUp(): void {
    const text = this.#scene.file.text ?? '';
    const birth = this.#issuer.find(text);
    const isKnown =
      birth !== undefined &&
      [...this.#scene.grants.files.values()].some((entry) => entry.includes(hash(birth.tokens.refreshToken.reveal())));
    this.#backups.push(...(isKnown ? [text] : []));
  }

  restore(): void {
    this.#scene.file.text = this.#backups[0] ?? this.#scene.file.text;
  }

  async follow(): Promise<void> {
    await finish(this.#scene.clock, this.#follower.follow()).catch(forgive);
  }

  flush(): void {
    this.#durable = new Map(this.#scene.secrets.values);
  }

  /** What was not flushed is gone; the next process begins with the rest. */
  crash(): void {
    this.#scene.secrets.values.clear();
    for (const [key, value] of this.#durable) {
      this.#scene.secrets.values.set(key, value);
    }
  }

  async #find(person: Person, scene: RefreshScene): Promise<Account | undefined> {
    return (await listAccounts(scene)).find(({ identity }) => identity.workspaceId === `workspace-${person}`);
  }

  #answerSwitch({ headers, body = '' }: HttpRequest): HttpAnswer {
    const bearer = headers?.['authorization']?.slice('Bearer '.length) ?? '';
    const token = this.#issuer.switchWorkspace(bearer, /"workspace_id":"([^"]+)"/u.exec(body)?.[1] ?? '');
    return token === undefined
      ? answer(401, { error: { code: 'token_invalidated' } })
      : answer(200, { access_token: token });
  }

  #answer(request: HttpRequest): HttpAnswer | Error {
    const token = readToken(request);
    if (this.#spent.has(hash(token))) {
      this.violations.push('a token was sent that the Ledger knows as spent');
    }
    const next = this.#issuer.rotate(token);
    if (this.#ending === 'answerLost') {
      this.#ending = 'never';
      return cut();
    }
    return next === undefined
      ? answer(401, { error: { code: 'refresh_token_reused' } })
      : answer(200, answerWith(next));
  }

  #dieAt(place: Ending): void {
    if (this.#ending === place) {
      throw new RangeError('The process died.');
    }
  }

  #judge(where: string, before: string | undefined, after: string): void {
    const old = this.#issuer.find(before);
    const next = this.#issuer.find(after);
    if (old?.grant === next?.grant && (old?.index ?? 0) > (next?.index ?? 0)) {
      this.violations.push(`${where}: token ${String(next?.index)} over token ${String(old?.index)}`);
    }
    if (next !== undefined && this.#spent.has(hash(next.tokens.refreshToken.reveal()))) {
      this.violations.push(`${where}: a token that the Ledger knows as spent`);
    }
  }
}

async function listAccounts({ directory }: RefreshScene): Promise<readonly Account[]> {
  return (await directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function readToken({ body = '' }: HttpRequest): string {
  return /"refresh_token":"([^"]+)"/u.exec(body)?.[1] ?? '';
}

/** What a person would be told; the referee judges what was done. */
function forgive(failure: unknown): void {
  if (!(failure instanceof AuthError || failure instanceof RangeError)) {
    throw failure;
  }
}
