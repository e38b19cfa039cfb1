import { createHash } from 'node:crypto';
import { HomeFollower } from '../../../src/accounts/homeFollower.ts';
import { SwitchService } from '../../../src/accounts/switchService.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/protocol/http.ts';
import type { TokenSet } from '../../../src/protocol/tokenSet.ts';
import { AuthError } from '../../../src/util/authError.ts';
import { say } from '../../../src/util/sentence.ts';
import { answer } from '../../support/fakeHttp.ts';
import { answerWith, createRefreshScene, finish, mintLife, renew } from './refreshScene.ts';

export type Person = 'ada' | 'ben';

/** Where a process of ours dies in the middle of a refresh. */
export type Ending = 'never' | 'answerLost' | 'atVault' | 'atHome';

interface Birth {
  /** Which sign-in, counted over all. */
  readonly grant: number;
  /** Which token of that sign-in. */
  readonly index: number;
  readonly tokens: TokenSet;
}

/** A whole installation, the CLI and the issuer in one process, with a referee who looks at every write and request. */
export class HistoryWorld {
  readonly violations: string[] = [];
  readonly #scene = createRefreshScene({ replies: { '/oauth/token': (request) => this.#answer(request) } });
  readonly #births = new Map<string, Birth>();
  readonly #dead = new Set<number>();
  readonly #ids = new Map<Person, string>();
  readonly #backups: string[] = [];
  /** Every hash that ever stood in the Ledger as spent. */
  readonly #spent = new Set<string>();
  #durable = new Map<string, string>();
  #grants = 0;
  #ending: Ending = 'never';
  readonly #follower: HomeFollower;
  readonly #switching: SwitchService;

  constructor() {
    const { secrets, file, grants, directory, homeLink, service, clock } = this.#scene;
    this.#scene.questions.answers.replaceForeign = 'keepAndReplace';
    this.#switching = new SwitchService({
      ...{ directory, homeLink, refresh: service, clock },
      processes: { list: () => Promise.resolve([]), end: () => Promise.resolve() },
      mayDisturb: () => Promise.resolve(true), mayInterrupt: () => Promise.resolve(true),
    });
    this.#follower = new HomeFollower({
      ...this.#scene,
      check: { run: (account) => Promise.resolve({ account, health: { kind: 'offline', checkedAtMs: 0 } }) },
      onDidChangeHome: () => ({ dispose: () => undefined }),
    });
    const store = secrets.store;
    secrets.store = (key, value) => {
      this.#dieAt('atVault');
      this.#judge('the Vault', secrets.values.get(key), value);
      return store(key, value);
    };
    const write = grants.write;
    grants.write = (name, text) => {
      const { spent } = JSON.parse(text) as { readonly spent: readonly string[] };
      spent.forEach((hash) => this.#spent.add(hash));
      return write(name, text);
    };
    const replace = file.replace;
    file.replace = (text, expected) => {
      this.#dieAt('atHome');
      this.#judge('the Home', file.text, text);
      return replace(text, expected);
    };
  }

  async signIn(person: Person): Promise<void> {
    const account = await this.#scene.save(this.#mint(person));
    this.#ids.set(person, account.id);
    await this.#scene.homeLink.place(account, 'asking');
  }

  /** `ending`: the process dies there, and with it what it had not flushed. */
  async refresh(person: Person, ending: Ending): Promise<void> {
    const entry = await this.#scene.directory.find(this.#ids.get(person) ?? '');
    if (entry.kind !== 'account') {
      return;
    }
    this.#ending = ending;
    await finish(this.#scene.clock, this.#scene.service.run(entry.account, 'now')).catch(forgive);
    if (ending !== 'never' && ending !== 'answerLost') {
      this.crash();
    }
    this.#ending = 'never';
  }

  async switchTo(person: Person): Promise<void> {
    await finish(this.#scene.clock, this.#switching.switchTo(this.#ids.get(person) ?? '')).catch(forgive);
  }

  /** The CLI signs in by itself: a grant of its own. */
  codexSignIn(person: Person): void {
    this.#scene.put(this.#mint(person));
  }

  /** The CLI refreshes what stands in the Home, unless it is spent: then it stays as it is. */
  async codexRefresh(): Promise<void> {
    const state = await this.#scene.home.read();
    if (state.kind !== 'signedIn' || state.credential.kind !== 'chatgpt') {
      return;
    }
    const next = this.#rotate(state.credential.tokens.refreshToken.reveal());
    if (next !== undefined) {
      this.#scene.put(next);
    }
  }

  codexSignOut(): void {
    this.#scene.file.text = undefined;
  }

  /** A copy of the Home. One from before we ever saw its grant can not be told from a newer one (design.md 6: adopt). */
  backUp(): void {
    const text = this.#scene.file.text ?? '';
    const birth = this.#findBirth(text);
    const isKnown = birth !== undefined && [...this.#scene.grants.files.values()].some((entry) => entry.includes(hash(birth.tokens.refreshToken.reveal())));
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

  #mint(person: Person): TokenSet {
    this.#grants += 1;
    const issuedMs = this.#scene.clock.nowMs();
    return this.#bear({ grant: this.#grants, index: 0, tokens: mintLife({ issuedMs, workspaceId: `workspace-${person}` }) });
  }

  #bear(birth: Birth): TokenSet {
    this.#births.set(birth.tokens.refreshToken.reveal(), birth);
    return birth.tokens;
  }

  /** What the issuer does with a refresh token: the next one, or nothing; a spent one ends the family. */
  #rotate(token: string): TokenSet | undefined {
    const birth = this.#births.get(token);
    const newest = [...this.#births.values()].filter(({ grant }) => grant === birth?.grant).length - 1;
    if (birth === undefined || this.#dead.has(birth.grant)) {
      return undefined;
    }
    if (birth.index !== newest) {
      this.#dead.add(birth.grant);
      return undefined;
    }
    const { grant, tokens } = birth;
    const life = { issuedMs: this.#scene.clock.nowMs(), workspaceId: tokens.accountId ?? '' };
    return this.#bear({ grant, index: newest + 1, tokens: renew(tokens, life) });
  }

  #answer(request: HttpRequest): HttpAnswer | Error {
    const token = readToken(request);
    if (this.#spent.has(hash(token))) {
      this.violations.push('a token was sent that the Ledger knows as spent');
    }
    const next = this.#rotate(token);
    if (this.#ending === 'answerLost') {
      this.#ending = 'never';
      return new AuthError('checkNetwork', say('network.cut', { host: 'example.com' }));
    }
    return next === undefined ? answer(401, { error: { code: 'refresh_token_reused' } }) : answer(200, answerWith(next));
  }

  #dieAt(place: Ending): void {
    if (this.#ending === place) {
      throw new RangeError('The process died.');
    }
  }

  #judge(where: string, before: string | undefined, after: string): void {
    const old = this.#findBirth(before);
    const next = this.#findBirth(after);
    if (old?.grant === next?.grant && (old?.index ?? 0) > (next?.index ?? 0)) {
      this.violations.push(`${where}: token ${String(next?.index)} over token ${String(old?.index)}`);
    }
    if (next !== undefined && this.#spent.has(hash(next.tokens.refreshToken.reveal()))) {
      this.violations.push(`${where}: a token that the Ledger knows as spent`);
    }
  }

  #findBirth(text: string | undefined): Birth | undefined {
    const token = /"refresh_token": ?"([^"]+)"/u.exec(text ?? '')?.[1];
    return token === undefined ? undefined : this.#births.get(token);
  }
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
