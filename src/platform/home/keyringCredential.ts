import { createHash, randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../../home/ports.ts';
import { parseJson } from '../../base/json.ts';
import { Secret } from '../../base/secret.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import { nameFileProblem } from '../files/fileProblem.ts';
import type { LoadCodexLocks } from './codexLocks.ts';
import { keyringService } from './keyringOnDemand.ts';
import type { Keyring } from './nativeKeyring.ts';

/**
 * The credential of a Home in the OS keyring: the CLI's own item, service `Codex Auth`, account `cli|` and 16 hex digits
 * of the SHA-256 of the canonical Home (docs/codex-protocol.md, Stores). Both programs read and write the one item.
 */
export class KeyringCredential implements CredentialFile {
  readonly path = keyringService;
  readonly #home: string;
  readonly #keyring: Keyring | undefined;
  readonly #loadLocks: LoadCodexLocks;

  constructor(home: string, keyring: Keyring | undefined, loadLocks: LoadCodexLocks) {
    this.#home = home;
    this.#loadLocks = loadLocks;
    this.#keyring = keyring;
  }

  async read(): Promise<CredentialFileState> {
    if (this.#keyring === undefined) {
      return { kind: 'problem', problem: 'keyringMissing' };
    }
    try {
      const text = await this.#keyring.get(keyringService, await this.#account());
      return text === undefined
        ? { kind: 'absent', folderExists: true }
        : { kind: 'file', document: new Secret(text), fingerprint: fingerprint(text) };
    } catch {
      // The library's own words name its internals, not a fix.
      return { kind: 'problem', problem: 'keyringUnavailable' };
    }
  }

  /** Into the item, and read back. */
  async replace(document: Secret, expected: string | undefined): Promise<ReplaceResult> {
    const compact = JSON.stringify(parseJson(document.reveal()));
    return this.#change(expected, async (keyring, account) => {
      await keyring.set(keyringService, account, compact);
      if ((await keyring.get(keyringService, account)) !== compact) {
        throw this.#error('keyringUnavailable');
      }
    });
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return this.#change(expected, (keyring, account) => keyring.delete(keyringService, account));
  }

  async findObstacle(): Promise<FileProblem | undefined> {
    const state = await this.read();
    switch (state.kind) {
      case 'problem':
        return state.problem;
      case 'file':
        return undefined;
      case 'absent':
        return this.#keyring && tryToWrite(this.#keyring);
    }
  }

  async #change(
    expected: string | undefined,
    change: (keyring: Keyring, account: string) => Promise<void>,
  ): Promise<ReplaceResult> {
    const keyring = this.#keyring;
    if (keyring === undefined) {
      throw this.#error('keyringMissing');
    }
    await this.#makeHome();
    const paths = { home: join(this.#home, 'auth.lock'), target: join(this.#home, 'auth.json.lock') };
    const locks = await this.#loadLocks();
    return locks.hold(paths, async () => {
      const now = await this.read();
      if (now.kind === 'problem') {
        throw this.#error(now.problem);
      }
      if ((now.kind === 'file' ? now.fingerprint : undefined) !== expected) {
        return 'conflict';
      }
      try {
        await change(keyring, await this.#account());
      } catch (failure) {
        throw failure instanceof AuthError ? failure : this.#error('keyringUnavailable');
      }
      return 'done';
    });
  }

  /** The locks are files in it. */
  async #makeHome(): Promise<void> {
    try {
      await mkdir(this.#home, { recursive: true, mode: 0o700 });
    } catch (failure) {
      const problem = nameFileProblem(failure);
      throw problem === undefined ? failure : homeError(problem, this.#home);
    }
  }

  async #account(): Promise<string> {
    const canonical = await realpath(this.#home).catch(() => this.#home);
    return `cli|${createHash('sha256').update(canonical).digest('hex').slice(0, 16)}`;
  }

  #error(problem: FileProblem): AuthError {
    return homeError(problem, this.path);
  }
}

/** A keyring that is locked finds no item, as one that has none: only a write tells the two apart. */
async function tryToWrite(keyring: Keyring): Promise<FileProblem | undefined> {
  const account = `probe|${randomBytes(8).toString('hex')}`;
  try {
    await keyring.set(keyringService, account, 'probe');
  } catch {
    return 'keyringUnavailable';
  }
  // An item of ours without a secret that stays is in nobody's way.
  await keyring.delete(keyringService, account).catch(() => undefined);
  return undefined;
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
