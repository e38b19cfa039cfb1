import * as z from 'zod/mini';
import type { TomlTable } from 'smol-toml';
import { parseToml } from '../../home/config/configDocument.ts';
import { editConfig, readConfigValues, type ConfigChange } from '../../home/config/configEdit.ts';
import { describeData, type ConfigTable, type ConfigValue } from '../../home/config/configValue.ts';
import type { ChangeableConfig } from '../../home/ports.ts';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import {
  isProvider,
  isProviderTable,
  revealSetup,
  type ProviderTable,
  type ProviderValue,
  type ProviderAccount,
  type ProviderSetup,
} from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { providerSetup } from '../../storage/accountRecord.ts';
import type { Bindings } from '../../storage/bindings.ts';
import type { ProviderBindings } from '../../storage/providerBindings.ts';
import type { Clock } from '../../base/clock.ts';
import { parseJson } from '../../base/json.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { ProviderConfig } from './ports.ts';
import { Secret } from '../../base/secret.ts';

/** Keeps one secret text over restarts: a configuration may hold tokens. */
interface ConfigShelf {
  get(): Promise<Secret | undefined>;
  put(text: Secret): Promise<void>;
  clear(): Promise<void>;
}

/** What writing a provider into a configuration works with. */
export interface ProviderConfigPorts {
  /** The Home's folder. */
  readonly home: string;
  readonly config: ChangeableConfig;
  readonly providerBindings: ProviderBindings;
  readonly bindings: Pick<Bindings, 'read' | 'withCredential' | 'rememberPrevious'>;
  readonly directory: Pick<AccountDirectory, 'find'>;
  readonly shelf: ConfigShelf;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** What a Home's configuration was before and after the last change, and what was written into it. */
const kept = z.object({
  home: z.string(),
  setup: providerSetup,
  before: z.string(),
  after: z.string(),
});

type Kept = z.infer<typeof kept>;

/** Writes what a provider needs into `config.toml`, and takes it out again: nothing else of the file is changed. */
export class ProviderConfigWriter implements ProviderConfig {
  readonly #ports: ProviderConfigPorts;

  constructor(ports: ProviderConfigPorts) {
    this.#ports = ports;
  }

  use(account: ProviderAccount, signedInId?: AccountId): ReturnType<ProviderConfig['use']> {
    const { home, config, providerBindings, bindings, shelf } = this.#ports;
    const { setup } = account.credential;
    return bindings.withCredential(home, async () => {
      const now = await this.#readUser();
      const inUse = await providerBindings.read(home);
      const { before, after } = await this.#build(now, setup);
      const previousId = inUse?.accountId ?? (await bindings.read(home))?.accountId;
      const undo = await shelf.get();
      // First what takes it back: a change that nobody can undo would be worse than a note without a change.
      await shelf.put(writeKept({ home, setup, before, after }));
      await providerBindings.bind({
        home,
        accountId: account.id,
        previousId: previousId === account.id ? inUse?.previousId : previousId,
        // One key that takes the place of another stands for the same sign-in.
        signedInId: signedInId === undefined || signedInId === inUse?.accountId ? inUse?.signedInId : signedInId,
        sinceMs: this.#ports.clock.nowMs(),
      });
      try {
        await config.writeUser(after, now);
      } catch (failure) {
        await (undo === undefined ? shelf.clear() : shelf.put(undo));
        await (inUse === undefined ? providerBindings.remove(home) : providerBindings.bind(inUse));
        throw failure;
      }
      const left = inUse === undefined || inUse.accountId === account.id ? undefined : inUse;
      return { kind: 'placed', before: previousId === account.id ? undefined : previousId, left };
    });
  }

  /**
   * Left, it is no longer selected, nor is its model; the table that another program wrote for it stays. What another provider of
   * ours has in the file goes with it: what takes that back is kept no longer.
   */
  async adopt({ id: accountId, credential: { setup } }: ProviderAccount): Promise<void> {
    const { home, config, providerBindings, bindings, shelf, clock } = this.#ports;
    await bindings.withCredential(home, async () => {
      const after = await this.#readUser();
      const ofModel = setup.model === undefined ? [] : [['model']];
      const selected = [selectionOf(setup), ...ofModel].map((path) => ({ path, value: undefined }));
      const before = editConfig(await this.#restore(after), selected);
      if (before === undefined) {
        throw notUnderstood(config.userPath);
      }
      await shelf.put(writeKept({ home, setup, before, after }));
      const signedIn = await bindings.read(home);
      const previousId = signedIn?.accountId;
      await providerBindings.bind({ home, accountId, previousId, signedInId: undefined, sinceMs: clock.nowMs() });
    });
  }

  /** What `use` would make of the configuration; nothing is written. @throws AuthError as that does */
  async preview(setup: ProviderSetup): Promise<{ readonly before: string; readonly after: string }> {
    const now = await this.#readUser();
    return { before: now, after: (await this.#build(now, setup)).after };
  }

  async ensureCanUse({ credential }: ProviderAccount): Promise<void> {
    await this.preview(credential.setup);
  }

  /** Before anything else is changed: @throws AuthError where the configuration could not be put back */
  async ensureCanLeave(): Promise<void> {
    if ((await this.#ports.providerBindings.read(this.#ports.home)) !== undefined) {
      await this.#restore(await this.#readUser());
    }
  }

  leave(forgotten?: AccountId): ReturnType<ProviderConfig['leave']> {
    const { home, config, providerBindings, bindings, shelf } = this.#ports;
    return bindings.withCredential(home, async () => {
      const inUse = await providerBindings.read(home);
      if (inUse === undefined || (forgotten !== undefined && inUse.accountId !== forgotten)) {
        return undefined;
      }
      const now = await this.#readUser();
      await config.writeUser(await this.#restore(now), now);
      if (forgotten === undefined) {
        await bindings.rememberPrevious(home, inUse.accountId);
      }
      await providerBindings.remove(home);
      await shelf.clear();
      return inUse;
    });
  }

  /** The text with a provider in it, and the one that comes back when it goes. */
  async #build(now: string, setup: ProviderSetup): Promise<Pick<Kept, 'before' | 'after'>> {
    const before = await this.#restore(now);
    const after = editConfig(before, listChanges(setup));
    if (after === undefined) {
      throw notUnderstood(this.#ports.config.userPath);
    }
    return { before, after };
  }

  /** The text without a provider of ours: as it was, where nobody has changed it since; else only what we wrote goes. */
  async #restore(now: string): Promise<string> {
    const { home, shelf, providerBindings, config } = this.#ports;
    const found = kept.safeParse(parseJson((await shelf.get())?.reveal() ?? ''));
    const saved = found.success && found.data.home === home ? found.data : undefined;
    if (saved?.after === now) {
      return saved.before;
    }
    const inUse = await providerBindings.read(home);
    const setup = saved?.setup ?? (inUse === undefined ? undefined : await this.#findSetup(inUse.accountId));
    if (setup === undefined) {
      // Another editor of this computer wrote it, and has what takes it back.
      return inUse === undefined || !selectsOther(now) ? now : keptElsewhere(config.userPath);
    }
    const restored = takeBack(
      now,
      listChanges({ providerId: setup.providerId, model: setup.model, table: setup.table }),
      saved,
    );
    if (restored === undefined) {
      throw notUnderstood(config.userPath);
    }
    return restored;
  }

  async #findSetup(id: AccountId): Promise<ProviderSetup | undefined> {
    const entry = await this.#ports.directory.find(id);
    const credential = entry.kind === 'account' ? entry.account.credential : undefined;
    return credential !== undefined && isProvider(credential) ? credential.setup : undefined;
  }

  async #readUser(): Promise<string> {
    const { user } = await this.#ports.config.readLayers();
    if (user === null) {
      throw notUnderstood(this.#ports.config.userPath);
    }
    return user ?? '';
  }
}

function toConfigTable(table: ProviderTable): ConfigTable {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, toConfigValue(value)]));
}

function toConfigValue(value: ProviderValue): ConfigValue {
  if (value instanceof Secret) {
    return value.reveal();
  }
  if (isProviderTable(value)) {
    return toConfigTable(value);
  }
  return typeof value === 'object' ? value.map(toConfigValue) : value;
}

function writeKept({ setup, ...texts }: Omit<Kept, 'setup'> & { readonly setup: ProviderSetup }): Secret {
  return new Secret(JSON.stringify({ ...texts, setup: revealSetup(setup) } satisfies Record<keyof Kept, unknown>));
}

/** What `config.toml` gets of a provider. */
export function listChanges(setup: ProviderSetup): readonly ConfigChange[] {
  const { providerId, model } = setup;
  const table = setup.table && toConfigTable(setup.table);
  const ofModel = model === undefined ? [] : [{ path: ['model'], value: model }];
  if (providerId === 'openai') {
    const address = table?.['base_url'];
    // The CLI's own provider, with its requests led to another address.
    return [
      { path: ['model_provider'], value: undefined },
      { path: selectionOf(setup), value: typeof address === 'string' ? address : undefined },
      ...ofModel,
    ];
  }
  const isLocal = providerId === 'ollama' || providerId === 'lmstudio';
  return [
    { path: selectionOf(setup), value: providerId },
    ...ofModel,
    ...(isLocal ? [{ path: ['oss_provider'], value: providerId }] : []),
    ...(table === undefined ? [] : [{ path: ['model_providers', providerId], value: table }]),
  ];
}

/** The key that has Codex use the provider. */
function selectionOf({ providerId }: ProviderSetup): readonly string[] {
  return [providerId === 'openai' ? 'openai_base_url' : 'model_provider'];
}

/** Each value of ours that is still there goes back to what was there before; what the person wrote since stays. */
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
      ? // What was missing as a whole may have got something of the person's beside ours since.
        [{ path, value: old[at]?.value }]
      : [];
  });
  return editConfig(now, changes);
}

function findData(table: TomlTable, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (data, key) =>
      typeof data === 'object' && data !== null && Object.hasOwn(data, key)
        ? Object.getOwnPropertyDescriptor(data, key)?.value
        : undefined,
    table,
  );
}

/** Whether a text selects another provider than OpenAI, or leads OpenAI's requests elsewhere. */
function selectsOther(text: string): boolean {
  const { model_provider: selected, openai_base_url: address } = parseToml(text) ?? {};
  return address !== undefined || (selected !== undefined && selected !== 'openai');
}

function keptElsewhere(path: string): never {
  throw new AuthError('fixFile', buildSentence('provider.keptElsewhere', { path }));
}

function notUnderstood(path: string): AuthError {
  return new AuthError('fixFile', buildSentence('store.configNotUnderstood', { path }));
}
