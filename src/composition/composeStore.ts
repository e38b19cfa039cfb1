import * as z from 'zod/mini';
import { StoreService, type ConfigFileChange } from '../home/store/storeService.ts';
import { openUserConfig } from '../platform/home/homeTextFile.ts';
import { parseJson } from '../base/json.ts';
import type { CoreServices } from './coreServices.ts';
import { markLeftover } from './keyringLeftover.ts';
import { configUndoKey } from './undoableConfigChange.ts';

const change = z.object({ before: z.string(), after: z.string() });

/** Choosing a credential store, loaded with the first choice. */
export function composeStore({
  credential,
  config,
  keyring,
  emptyKeyring,
  setAside,
  secrets,
  bindings,
  home,
  ended,
}: CoreServices): StoreService {
  const undo = {
    put: (done: ConfigFileChange) => secrets.store(configUndoKey, JSON.stringify(done)),
    find: async () => {
      const parsed = change.safeParse(parseJson((await secrets.get(configUndoKey)) ?? ''));
      return parsed.success ? parsed.data : undefined;
    },
    clear: () => secrets.delete(configUndoKey),
  };
  const leftover = markLeftover(secrets);
  const withCredential = <T>(work: () => Promise<T>): Promise<T> => bindings.withCredential(home.folder, work);
  // Every choice is a click: it may open a keychain that nothing else opens.
  return new StoreService({
    credential: credential.onClick(),
    config: openUserConfig(config, ended),
    undo,
    setAside,
    keyring,
    leftover,
    emptyKeyring,
    withCredential,
  });
}
