import { mkdirSync, readdirSync, readFileSync, watch, type FSWatcher } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { replaceFile } from '../../src/platform/files/atomicFile.ts';
import type { SecretPort } from '../../src/storage/ports.ts';
import { Emitter, type Event } from '../../src/base/emitter.ts';

/**
 * The secret storage of a desktop VS Code (docs/decisions.md, Ledger), for several windows (processes) of one product:
 *
 * - A window reads everything once, at its start; from then on it answers from its own copy.
 * - A write is seen in its own window at once. It reaches the shared store (one file per key) 100 ms after the write.
 * - `kill -9` before that drops it: nobody ever sees the value again.
 * - Another window is told of a change in the store and reads that key again, 60 ms after it happened there; until then
 *   it answers with the older value. A key that it has written itself and not yet flushed it does not read again.
 * - Of two windows that write one key, the one whose flush comes last wins, whatever was newer. Nothing is locked.
 */
export class DesktopSecrets implements SecretPort {
  readonly #folder: string;
  readonly #values = new Map<string, string>();
  /** What still has to reach the store; undefined is a deletion. */
  readonly #unflushed = new Map<string, string | undefined>();
  readonly #flushes = new Set<Promise<void>>();
  readonly #changed = new Emitter<string>();
  readonly #watcher: FSWatcher;
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder).filter(isValue)) {
      this.#values.set(keyOf(name), readFileSync(join(folder, name), 'utf8'));
    }
    this.#watcher = watch(folder, { persistent: false }, (_kind, name) => {
      if (name !== null && isValue(name)) {
        void this.#hear(keyOf(name));
      }
    });
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    this.#flushLater(key, value);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    if (this.#values.delete(key)) {
      this.#flushLater(key, undefined);
    }
    return Promise.resolve();
  }

  /** Waits until everything of this window is in the store. */
  async settle(): Promise<void> {
    await Promise.all(this.#flushes);
  }

  dispose(): void {
    this.#watcher.close();
  }

  #flushLater(key: string, value: string | undefined): void {
    this.#unflushed.set(key, value);
    this.#changed.fire(key);
    const flush = this.#flush(key);
    this.#flushes.add(flush);
    void flush.finally(() => this.#flushes.delete(flush));
  }

  async #flush(key: string): Promise<void> {
    await wait(flushAfterMs);
    if (!this.#unflushed.has(key)) {
      return;
    }
    const value = this.#unflushed.get(key);
    this.#unflushed.delete(key);
    const path = join(this.#folder, nameOf(key));
    await (value === undefined ? rm(path, { force: true }) : replaceFile(path, value));
  }

  async #hear(key: string): Promise<void> {
    await wait(noticeAfterMs);
    const before = this.#values.get(key);
    const now = readIfThere(join(this.#folder, nameOf(key)));
    if (this.#unflushed.has(key) || before === now) {
      return;
    }
    if (now === undefined) {
      this.#values.delete(key);
    } else {
      this.#values.set(key, now);
    }
    this.#changed.fire(key);
  }
}

const flushAfterMs = 100;
const noticeAfterMs = 60;
const ending = '.secret';

function nameOf(key: string): string {
  return encodeURIComponent(key) + ending;
}

function keyOf(name: string): string {
  return decodeURIComponent(name.slice(0, -ending.length));
}

function isValue(name: string): boolean {
  return name.endsWith(ending);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
