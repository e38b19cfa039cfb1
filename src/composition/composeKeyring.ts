import { join } from 'node:path';
import { KeyringCredential } from '../platform/home/keyringCredential.ts';
import type { LoadCodexLocks } from '../platform/home/codexLocks.ts';
import { findNativeKeyring } from '../platform/home/nativeKeyring.ts';

interface KeyringParts {
  /** The Home whose credential it is. */
  readonly folder: string;
  /** Where this extension is installed: its package may carry the keyring's binary. */
  readonly extensionPath: string;
  readonly ended: AbortSignal;
  readonly loadLocks: LoadCodexLocks;
}

/** The credential in the operating system's keyring, loaded when a configuration names that store. */
export function composeKeyring({ folder, extensionPath, ended, loadLocks }: KeyringParts): KeyringCredential {
  const native = findNativeKeyring(join(extensionPath, 'dist', 'keyring.node'), ended);
  return new KeyringCredential(folder, native, loadLocks);
}
