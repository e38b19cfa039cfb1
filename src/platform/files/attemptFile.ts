import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { AttemptLock, HeldAttempt } from '../../accounts/signIn/ports.ts';
import { parseJson } from '../../base/json.ts';
import { Cancelled } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { replaceFile } from './atomicFile.ts';
import { makeNewFile } from './newFile.ts';
import { inOwnFolder } from './ownFolder.ts';
import { hasCode } from './systemError.ts';

const attemptSchema = z.object({ nonce: z.string(), product: z.string() });

type Attempt = z.infer<typeof attemptSchema>;

/** How often the holder looks whether it still is, and says that it lives. */
const lookEveryMs = 500;
const staleAfterMs = 5000;

/**
 * One browser sign-in per machine user, kept by a small file that names the product. Another window may take it over by
 * replacing the file: the holder sees that within half a second and ends its own attempt.
 */
export class AttemptFile implements AttemptLock {
  readonly #path: string;
  readonly #product: string;
  readonly #clock: Clock;

  constructor(path: string, product: string, clock: Clock) {
    this.#path = path;
    this.#product = product;
    this.#clock = clock;
  }

  acquire(): ReturnType<AttemptLock['acquire']> {
    return inOwnFolder(dirname(this.#path), () => this.#acquire());
  }

  async #acquire(): ReturnType<AttemptLock['acquire']> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const mine = this.#newAttempt();
    for (;;) {
      if (await makeNewFile(this.#path, JSON.stringify(mine))) {
        return { kind: 'held', attempt: this.#hold(mine) };
      }
      if (!(await this.#isStale())) {
        // A file that is still being written names nobody yet.
        return { kind: 'busy', other: { product: (await this.#read())?.product ?? '' } };
      }
      await rm(this.#path, { force: true });
    }
  }

  async takeOver(signal: AbortSignal): Promise<HeldAttempt> {
    const mine = this.#newAttempt();
    await inOwnFolder(dirname(this.#path), () => replaceFile(this.#path, JSON.stringify(mine)));
    // The other window needs a moment to see it and to free the port.
    try {
      await this.#clock.delay(lookEveryMs * 2, signal);
    } catch (failure) {
      await this.#giveBack(mine);
      throw failure;
    }
    return this.#hold(mine);
  }

  #newAttempt(): Attempt {
    return { nonce: randomUUID(), product: this.#product };
  }

  #hold(mine: Attempt): HeldAttempt {
    const takenOver = new AbortController();
    const released = new AbortController();
    const watching = this.#watch(mine, takenOver, released.signal);
    return {
      takenOver: takenOver.signal,
      release: async () => {
        released.abort();
        await watching;
        await this.#giveBack(mine);
      },
    };
  }

  async #giveBack(mine: Attempt): Promise<void> {
    if ((await this.#read())?.nonce === mine.nonce) {
      await rm(this.#path, { force: true });
    }
  }

  async #watch(mine: Attempt, takenOver: AbortController, released: AbortSignal): Promise<void> {
    while (!released.aborted) {
      await this.#clock.delay(lookEveryMs, released).catch(() => undefined);
      const isMine = await this.#isMine(mine, released);
      if (!isMine) {
        takenOver.abort(new Cancelled());
        return;
      }
      const time = new Date(this.#clock.nowMs());
      await utimes(this.#path, time, time).catch(() => undefined);
    }
  }

  /** Once it is released nobody asks any more. */
  async #isMine(mine: Attempt, released: AbortSignal): Promise<boolean> {
    return released.aborted || (await this.#read())?.nonce === mine.nonce;
  }

  async #read(): Promise<Attempt | undefined> {
    try {
      const parsed = attemptSchema.safeParse(parseJson(await readFile(this.#path, 'utf8')));
      return parsed.success ? parsed.data : undefined;
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) {
        return undefined;
      }
      throw failure;
    }
  }

  async #isStale(): Promise<boolean> {
    try {
      return this.#clock.nowMs() - (await stat(this.#path)).mtimeMs > staleAfterMs;
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) {
        return true;
      }
      throw failure;
    }
  }
}
