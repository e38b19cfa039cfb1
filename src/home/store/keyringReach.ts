import * as z from 'zod/mini';
import { configLayers } from '../ports.ts';
import type { StoreSettings } from './credentialStore.ts';

/**
 * How far we reach into what the CLI means by `keyring` (docs/codex-protocol.md, Stores):
 * `direct` is one item, for the CLI and us; `onClick` is the same in a keychain that asks the person, so it is opened in
 * the course of a click only; `encrypted` is the CLI's own store, which takes nothing from outside.
 */
export type KeyringReach = 'direct' | 'onClick' | 'encrypted';

const wish = z.object({ features: z.object({ secret_auth_storage: z.boolean() }) });

/** @param platform Node's name of the operating system */
export function decideReach(platform: string, wishes: StoreSettings): KeyringReach {
  if (usesEncryptedStore(wishes)) {
    return 'encrypted';
  }
  switch (platform) {
    case 'linux':
      return 'direct';
    case 'darwin':
      return 'onClick';
    default:
      return 'encrypted';
  }
}

/** The CLI's feature switch, which turns its Windows way of keeping on elsewhere; the strongest layer counts. */
function usesEncryptedStore(wishes: StoreSettings): boolean {
  for (const layer of [...configLayers].reverse()) {
    const parsed = wish.safeParse(wishes[layer]);
    if (parsed.success) {
      return parsed.data.features.secret_auth_storage;
    }
  }
  return false;
}
