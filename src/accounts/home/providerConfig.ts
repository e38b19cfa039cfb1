import * as z from 'zod/mini';
import type { TomlTable } from 'smol-toml';
import { parseToml } from '../../home/config/configDocument.ts';
import { editConfig, readConfigValues, type ConfigChange } from '../../home/config/configEdit.ts';
import { describeData } from '../../home/config/configValue.ts';
import type { ChangeableConfig } from '../../home/ports.ts';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { isProvider, type AccountId, type ProviderAccount, type ProviderSetup } from '../../storage/account.ts';
import type { Bindings } from '../../storage/bindings.ts';
import type { ProviderBinding, ProviderBindings } from '../../storage/providerBindings.ts';
import type { Clock } from '../../util/clock.ts';
import { parseJson } from '../../util/json.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { ProviderConfig } from './ports.ts';

/** Keeps one secret text over restarts: a configuration may hold tokens. */
interface ConfigShelf {
  get(): Promise<string | undefined>;
  put(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** What writing a provider into a configuration works with. */
export interface ProviderConfigPorts {
  /** The Home's folder. */
  readonly home: string;
  readonly config: ChangeableConfig;
  readonly providers: ProviderBindings;
  readonly bindings: Pick<Bindings, 'read' | 'withCredential' | 'rememberPrevious'>;
  readonly directory: Pick<AccountDirectory, 'find'>;
  readonly shelf: ConfigShelf;
  readonly clock: Pick<Clock, 'nowMs'>;
}

const kept = z.object({ before: z.string(), after: z.string() });

type Kept = z.infer<typeof kept>;

/** Writes what a provider needs into `config.toml`, and takes it out again: nothing else of the file is changed. */
export class ProviderConfigWriter implements ProviderConfig {
  readonly #ports: ProviderConfigPorts;

  constructor(ports: ProviderConfigPorts) {
    this.#ports = ports;
  }

  use(account: ProviderAccount): ReturnType<ProviderConfig['use']> {
    const { home, config, providers, bindings, shelf } = this.#ports;
    return bindings.withCredential(home, async () => {
      const now = await this.#readUser();
      const inUse = await providers.read(home);
      const before = inUse === undefined ? now : await this.#restore(now, inUse);
      const after = editConfig(before, listChanges(account.credential.setup));
      if (after === undefined) {
        throw notUnderstood(config.userPath);
      }
      const previousId = inUse?.accountId ?? (await bindings.read(home))?.accountId;
      const undo = await shelf.get();
      // First what takes it back: a change that nobody can undo would be worse than a note without a change.
      await shelf.put(JSON.stringify({ before, after } satisfies Kept));
      await providers.bind({
        home,
        accountId: account.id,
        previousId: previousId === account.id ? inUse?.previousId : previousId,
        sinceMs: this.#ports.clock.nowMs(),
      });
      try {
        await config.writeUser(after, now);
      } catch (failure) {
        await (undo === undefined ? shelf.clear() : shelf.put(undo));
        await (inUse === undefined ? providers.remove(home) : providers.bind(inUse));
        throw failure;
      }
      return { kind: 'placed', before: previousId === account.id ? undefined : previousId };
    });
  }

  /** What `use` would make of the configuration; nothing is written. @throws AuthError as that does */
  async preview(setup: ProviderSetup): Promise<{ readonly before: string; readonly after: string }> {
    const { home, config, providers } = this.#ports;
    const now = await this.#readUser();
    const inUse = await providers.read(home);
    const after = editConfig(inUse === undefined ? now : await this.#restore(now, inUse), listChanges(setup));
    if (after === undefined) {
      throw notUnderstood(config.userPath);
    }
    return { before: now, after };
  }

  leave(only?: AccountId): Promise<AccountId | undefined> {
    const { home, config, providers, bindings, shelf } = this.#ports;
    return bindings.withCredential(home, async () => {
      const inUse = await providers.read(home);
      if (inUse === undefined || (only !== undefined && inUse.accountId !== only)) {
        return undefined;
      }
      const now = await this.#readUser();
      await config.writeUser(await this.#restore(now, inUse), now);
      await bindings.rememberPrevious(home, inUse.accountId);
      await providers.remove(home);
      await shelf.clear();
      return inUse.accountId;
    });
  }

  /** The text without our provider: as it was, where nobody has changed it since; else only what we wrote goes. */
  async #restore(now: string, { accountId }: ProviderBinding): Promise<string> {
    const { shelf, directory, config } = this.#ports;
    const saved = kept.safeParse(parseJson((await shelf.get()) ?? ''));
    if (saved.success && saved.data.after === now) {
      return saved.data.before;
    }
    const entry = await directory.find(accountId);
    const credential = entry.kind === 'account' ? entry.account.credential : undefined;
    const setup = credential !== undefined && isProvider(credential) ? credential.setup : undefined;
    const restored = setup === undefined ? now : takeBack(now, listChanges(setup), saved.data);
    if (restored === undefined) {
      throw notUnderstood(config.userPath);
    }
    return restored;
  }

  async #readUser(): Promise<string> {
    const { user } = await this.#ports.config.readLayers();
    if (user === null) {
      throw notUnderstood(this.#ports.config.userPath);
    }
    return user ?? '';
  }
}

/** What `config.toml` gets of a provider. */
export function listChanges({ providerId, model, table }: ProviderSetup): readonly ConfigChange[] {
  const isLocal = providerId === 'ollama' || providerId === 'lmstudio';
  return [
    { path: ['model_provider'], value: providerId },
    ...(model === undefined ? [] : [{ path: ['model'], value: model }]),
    ...(isLocal ? [{ path: ['oss_provider'], value: providerId }] : []),
    ...(table === undefined ? [] : [{ path: ['model_providers', providerId], value: table }]),
  ];
}

/** Each value of ours that still stands goes back to what stood there before; what the person wrote since stays. */
function takeBack(now: string, ours: readonly ConfigChange[], saved: Kept | undefined): string | undefined {
  const present = parseToml(now);
  const written = saved === undefined ? undefined : parseToml(saved.after);
  const old =
    saved === undefined
      ? []
      : readConfigValues(
          saved.before,
          ours.map(({ path }) => path),
        );
  if (present === undefined || old === undefined) {
    return undefined;
  }
  const changes = ours.flatMap(({ path, value }, at): readonly ConfigChange[] => {
    const wanted = written === undefined ? value : findData(written, path);
    return describeData(findData(present, path)) === describeData(wanted)
      ? [old[at] ?? { path, value: undefined }]
      : [];
  });
  return editConfig(now, changes);
}

function findData(table: TomlTable, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (data, key) =>
      typeof data === 'object' && data !== null && Object.hasOwn(data, key) ? (data as TomlTable)[key] : undefined,
    table,
  );
}

function notUnderstood(path: string): AuthError {
  return new AuthError('fixFile', buildSentence('store.configNotUnderstood', { path }));
}
