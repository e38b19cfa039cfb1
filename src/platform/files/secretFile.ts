import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';
import type { SecretPort } from '../../storage/ports.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { replaceFile } from './atomicFile.ts';
import { withFileLock } from './fileLock.ts';
import { watchFolder } from './folderWatch.ts';
import { inOwnFolder } from './ownFolder.ts';
import { hasCode } from './systemError.ts';

/** Kept as it was parsed: a copy of it would not have the key `__proto__`. */
const secretsByKey = z.custom<Readonly<Record<string, string>>>(
  (value) => z.record(z.string(), z.string()).safeParse(value).success,
);
/**
 * What a sign-in or a renewal has brought is had only once: it is written whatever ends meanwhile. That it waits for
 * others no longer than a minute is the lock's own limit.
 */
const nothingEnds = AbortSignal.any([]);
const contents = z.object({ v: z.literal(1), secrets: secretsByKey });

/**
 * Secrets in one owner-only file on the host, for windows that live in a browser: there VS Code's own storage is one
 * blob per browser, cached per tab, and a stale tab erases what another one stored (docs/decisions.md, Where accounts
 * rest). Every change happens under a lock, on what the file says at that moment, and those of one window in the order
 * in which they were asked for.
 */
export class SecretFile implements SecretPort, Disposable {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<string>());
  readonly onDidChange: Event<string> = this.#changed.event;
  #known: ReadonlyMap<string, string> = new Map();
  #lastChange: Promise<unknown> = Promise.resolve();
  #lastNews: Promise<void> = Promise.resolve();
  #prepared: Promise<void> | undefined;
  #cached: { readonly version: string; readonly secrets: ReadonlyMap<string, string> } | undefined;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  get path(): string {
    return this.#path;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#look()).get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#change((secrets) => secrets.set(key, value));
  }

  async keys(): Promise<readonly string[]> {
    return [...(await this.#look()).keys()];
  }

  async delete(key: string): Promise<void> {
    await this.#change((secrets) => secrets.delete(key));
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #look(): Promise<ReadonlyMap<string, string>> {
    return this.#use(() => this.#read());
  }

  #use<T>(work: () => Promise<T>): Promise<T> {
    return inOwnFolder(dirname(this.#path), async () => {
      await this.#prepare();
      return work();
    });
  }

  #change(change: (secrets: Map<string, string>) => void): Promise<void> {
    const changed = this.#lastChange.then(() => this.#changeNow(change));
    this.#lastChange = changed.catch(() => undefined);
    return changed;
  }

  async #changeNow(change: (secrets: Map<string, string>) => void): Promise<void> {
    await this.#use(() =>
      withFileLock(`${this.#path}.lock`, { clock: this.#clock, signal: nothingEnds }, async () => {
        const before = await this.#read();
        const secrets = new Map(before);
        change(secrets);
        const isSame = secrets.size === before.size && [...secrets].every(([key, value]) => before.get(key) === value);
        if (isSame) {
          return;
        }
        await replaceFile(this.#path, JSON.stringify({ v: 1, secrets: Object.fromEntries(secrets) }));
      }),
    );
    await this.#announce();
  }

  /** Reads the file anew only when it is another one than last time: every change replaces it. */
  async #read(): Promise<ReadonlyMap<string, string>> {
    let text: string;
    let version: string;
    try {
      version = await readVersion(this.#path);
      if (version === this.#cached?.version) {
        return this.#cached.secrets;
      }
      text = await readFile(this.#path, 'utf8');
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) {
        return new Map();
      }
      throw failure;
    }
    const parsed = contents.safeParse(parseJson(text));
    if (!parsed.success) {
      // Reading it as empty would make the next write erase it.
      throw new AuthError('fixFile', buildSentence('vault.unreadableFile', { path: this.#path }), {
        reason: 'unreadableFile',
      });
    }
    const secrets = new Map(Object.entries(parsed.data.secrets));
    // Replaced between the two looks, it is read again next time.
    this.#cached = (await readVersion(this.#path).catch(() => '')) === version ? { version, secrets } : undefined;
    return secrets;
  }

  /**
   * One look after the other: an older one that ends later would take changes back. What is stored is stored, whatever
   * becomes of the news; half of somebody's change is never seen, and an unreadable file is said on use.
   */
  /** Tells of what is another text by now, after the news before it. A file that can not be read is told to the one who asks. */
  #announce(): Promise<void> {
    this.#queueNews();
    return this.#lastNews;
  }

  #queueNews(): void {
    this.#lastNews = this.#lastNews.then(() => this.#announceNow()).catch(() => undefined);
  }

  async #announceNow(): Promise<void> {
    const before = this.#known;
    const now = await this.#read();
    this.#known = now;
    for (const key of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(key) !== now.get(key)) {
        this.#tell(key);
      }
    }
  }

  /** A listener that fails keeps no other key from being told of. */
  #tell(key: string): void {
    try {
      this.#changed.fire(key);
    } catch {
      // It was one of ours that failed, after everyone had heard.
    }
  }

  /** Once, and for everybody who comes meanwhile: nobody goes on before the folder is there. */
  #prepare(): Promise<void> {
    this.#prepared ??= this.#watch().catch((failure: unknown) => {
      // What is in the way now may be gone next time.
      this.#prepared = undefined;
      throw failure;
    });
    return this.#prepared;
  }

  async #watch(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    if (this.#scope.isDisposed) {
      return;
    }
    this.#scope.add(
      watchFolder(dirname(this.#path), (name) => {
        if (name === basename(this.#path)) {
          this.#queueNews();
        }
      }),
    );
    // A file that can not be understood is said to the one who asks for a secret.
    this.#known = await this.#read().catch(() => new Map<string, string>());
  }
}

/** Which file is there: identity, time in nanoseconds, size. */
async function readVersion(path: string): Promise<string> {
  const { dev, ino, mtimeNs, size } = await stat(path, { bigint: true });
  return [dev, ino, mtimeNs, size].join(':');
}
